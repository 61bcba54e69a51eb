import { Buffer } from 'node:buffer';
import { createInstance, type Instance } from './instance.ts';
import { createSplicer, type Splicer } from './splicer.ts';

const LF = 0x0a;

/** One is enough for nearly everybody: a second is needed where taking lines makes somebody log lines. */
const idle: Splicer[] = [];
/** Who logs within logging within logging would leave a third of a megabyte of each behind. */
const MOST_IDLE = 2;

/** Lends a splicer, of this thread, for as long as `use` runs. */
export function withSplicer<T>(use: (splicer: Splicer) => T): T {
  const splicer = idle.pop() ?? createSplicer(instanceOrNone());
  try {
    return use(splicer);
  } finally {
    splicer.clear();
    splicer.forget();
    if (idle.length < MOST_IDLE) idle.push(splicer);
  }
}

function instanceOrNone(): Instance {
  try {
    return createInstance();
  } catch {
    return withoutWebAssembly();
  }
}

/** Knows no head and recognises no object: every line is looked at in JavaScript. */
function withoutWebAssembly(): Instance {
  // An LF stands behind the input.
  const memory = Buffer.alloc(131_072);
  const [INPUT, INPUT_BYTES, OUTPUT, OUTPUT_BYTES] = [0, 65_535, 65_536, 65_536];
  return {
    memory,
    numbers: new Uint32Array(),
    places: {
      HEADS: 0,
      HEAD_BYTES: 0,
      HEADER_BYTES: 0,
      MOST_HEADS: 0,
      TAKEN: 0,
      INPUT,
      INPUT_BYTES,
      OUTPUT,
      OUTPUT_BYTES,
    },
    headOf: () => -1,
    takeAlike: (_head, at) => at,
    lineEnd: (at) => memory.indexOf(LF, at),
    objectEnd: () => 0,
  };
}
