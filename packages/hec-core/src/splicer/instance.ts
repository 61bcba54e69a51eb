import { Buffer } from 'node:buffer';
import { MODULE } from './module.ts';

/** What ../../assembly/splicer.ts does; see there. */
interface Acts {
  readonly headOf: (at: number, end: number) => number;
  readonly takeAlike: (head: number, at: number, end: number, out: number, most: number, trusted: boolean) => number;
  readonly lineEnd: (at: number) => number;
  readonly objectEnd: (at: number) => number;
}

/** Where things are in its memory. */
const PLACES = [
  'HEADS',
  'HEAD_BYTES',
  'MOST_HEADS',
  'HEADER_BYTES',
  'INPUT',
  'INPUT_BYTES',
  'OUTPUT',
  'OUTPUT_BYTES',
  'TAKEN',
] as const;

type Places = { readonly [place in (typeof PLACES)[number]]: number };

type Exports = Acts & { readonly memory: { readonly buffer: ArrayBuffer } } & {
  readonly [place in keyof Places]: { readonly value: number };
};

/** Node has it; its types have not. */
interface WebAssemblyOfNode {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

/** The compiled splicer, with memory of its own. */
export interface Instance extends Acts {
  readonly places: Places;
  readonly memory: Buffer;
  readonly numbers: Uint32Array;
}

let compiled: object | undefined;

/** @throws where WebAssembly is turned off (`--jitless`), or the processor knows no 16 bytes at a time */
export function createInstance(): Instance {
  const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyOfNode };
  compiled ??= new WebAssembly.Module(Buffer.from(MODULE, 'base64'));
  const exports = new WebAssembly.Instance(compiled).exports as Exports;
  const { headOf, takeAlike, lineEnd, objectEnd, memory } = exports;
  const places = Object.fromEntries(PLACES.map((place) => [place, exports[place].value])) as Places;
  return {
    headOf,
    takeAlike,
    lineEnd,
    objectEnd,
    places,
    memory: Buffer.from(memory.buffer),
    numbers: new Uint32Array(memory.buffer),
  };
}
