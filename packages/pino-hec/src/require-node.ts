import { versions } from 'node:process';
import { isMainThread } from 'node:worker_threads';
import { say } from './last-words.ts';

const WANTED = [22, 19] as const;
const [major = 0, minor = 0] = versions.node.split('.').map(Number);

// The first import of every entry point: undici would fail later and deeper, with words that help nobody.
if (major < WANTED[0] || (major === WANTED[0] && minor < WANTED[1])) {
  const words = `pino-hec needs Node.js ${WANTED.join('.')} or newer; this is Node.js ${versions.node}.`;
  // pino may wait 10 s for a worker that does not load and then speak of something else (`_flushSync took too long`).
  // It tries twice: once as an ES module, once as CommonJS.
  const said = Symbol.for('pino-hec.old-node');
  if (!isMainThread && !(said in globalThis)) say(words);
  Object.assign(globalThis, { [said]: true });
  throw new Error(words);
}
