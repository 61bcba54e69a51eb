import { expect, it } from 'vitest';
import { nodeRuntime } from '../src/runtime.ts';

it('holds no more of a compressed body than there is, however much alike its lines are', async () => {
  const lines = Array.from({ length: 5000 }, (_, at) =>
    JSON.stringify({ time: at, msg: 'request completed', url: '/' }),
  );
  const zipped = await nodeRuntime.gzip(Buffer.from(lines.join('\n')), 1);
  expect(zipped.buffer.byteLength).toBeLessThanOrEqual(zipped.byteLength * 1.25);
});
