import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Gzip, gunzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { nodeRuntime } from '../src/runtime.ts';
import { createZipper } from '../src/zipper.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What zlib does that has no memory for its state. */
function fails(this: Gzip): boolean {
  this.destroy(new Error('insufficient memory'));
  return false;
}

describe('a body that is compressed', () => {
  it('holds no more memory than there is of it, however much alike its lines are', async () => {
    const lines = Array.from({ length: 5000 }, (_, at) =>
      JSON.stringify({ time: at, msg: 'request completed', url: '/' }),
    );
    const zipped = await nodeRuntime.gzip(Buffer.from(lines.join('\n')), 1);
    expect(zipped.buffer.byteLength).toBe(zipped.byteLength);
  });

  it('is a gzip member of its own, of any size, after others of any level', async () => {
    const sizes = [0, 1, 1499, 70_000, 262_144, 1_048_576, 5_000_000, 3, 262_143];
    for (const [at, size] of sizes.entries()) {
      // Every other cannot be compressed, and comes in many chunks.
      const body = at % 2 === 0 ? randomBytes(size) : Buffer.alloc(size, `{"n":${at}}\n`);
      const levels = [1, 6, 9];
      const zipped = await Promise.all(levels.map((level) => nodeRuntime.gzip(body, level)));
      for (const one of zipped) expect(gunzipSync(one).equals(body), `${size} bytes`).toBe(true);
    }
  });

  it('is what it would be by itself: nothing of the one before it is in it', async () => {
    const zip = createZipper(1);
    const body = randomBytes(40_000);
    const [first, again] = [await zip(body), await zip(body)];
    expect(Buffer.from(again).equals(Buffer.from(first))).toBe(true);
    expect(first.byteLength).toBeGreaterThan(body.byteLength);
  });

  it('is an error while another one is compressed by the same zlib, and costs that one nothing', async () => {
    const zip = createZipper(1);
    const first = zip(Buffer.from('first'));
    await expect(zip(Buffer.from('second'))).rejects.toThrow('already');
    expect(gunzipSync(await first).toString()).toBe('first');
    expect(gunzipSync(await zip(Buffer.from('third'))).toString()).toBe('third');
  });

  it('keeps nothing alive of the request that was the first to need one', async () => {
    const requests = new AsyncLocalStorage<object>();
    const zip = createZipper(1);
    let request: WeakRef<object> | undefined;
    const handle = async (): Promise<void> => {
      request = new WeakRef(requests.getStore() as object);
      await zip(Buffer.from('of a request'));
    };
    await requests.run({}, handle);
    for (let turn = 0; turn < 10 && request?.deref() !== undefined; turn++) {
      await nextTurn();
      collect();
    }
    expect(request?.deref()).toBeUndefined();
    await zip(Buffer.from('of another'));
  });

  it('is an error where zlib has no memory for it, and the next one is not', async () => {
    const zip = createZipper(1);
    const { write } = Gzip.prototype;
    onTestFinished(() => void (Gzip.prototype.write = write));
    Gzip.prototype.write = fails;
    await expect(zip(Buffer.from('before'))).rejects.toThrow('insufficient memory');
    Gzip.prototype.write = write;
    expect(gunzipSync(await zip(Buffer.from('after'))).toString()).toBe('after');
  });
});
