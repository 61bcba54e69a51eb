import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { startHecServer } from 'hec-server';
import { describe, expect, it } from 'vitest';
import { withEsbuild } from './bundle.ts';

const TOKEN = 'recipe-token';

// Node makes one from a single command since 25.5; before, a program of somebody else's is needed.
describe.skipIf(Number.parseInt(process.versions.node, 10) < 26)('a single executable (pitfall 38)', () => {
  // Node writes an executable of 130 MB.
  it('delivers through the in-process stream, with no file beside it', { timeout: 180_000 }, async () => {
    await using server = await startHecServer({ token: TOKEN });
    const env = { NODE_PATH: '', HEC_URL: server.url, HEC_TOKEN: TOKEN };
    const folder = mkdtempSync(path.join(tmpdir(), 'single-executable-'));
    try {
      await withEsbuild('bundled-stream.mjs', folder, false);
      writeFileSync(
        path.join(folder, 'sea.json'),
        JSON.stringify({ main: 'app.js', output: 'app', disableExperimentalSEAWarning: true }),
      );
      await promisify(execFile)(process.execPath, ['--build-sea', 'sea.json'], { cwd: folder });
      rmSync(path.join(folder, 'app.js'));
      const { stderr } = await promisify(execFile)(path.join(folder, 'app'), { cwd: folder, env });
      expect(stderr).toBe('');
      expect(await server.events()).toMatchObject([{ event: { msg: 'from a bundle' } }]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
