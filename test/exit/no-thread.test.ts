import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { build } from 'esbuild';
import { startHecServer } from 'hec-server';
import { afterAll, describe, expect, it } from 'vitest';
import { start } from '../support/program.ts';

const PROGRAM = 'test/exit/fixtures/exits-behind-a-call.ts';
const LOST = 'hec: 1 event not delivered when the process ended; await close() or flush() before it does\n';

const server = await startHecServer({ token: 'T' });
afterAll(() => server.close());
const env = { HEC_URL: server.url, HEC_TOKEN: 'T' };

describe('process.exit where no thread can deliver what is held', () => {
  it('says so in a bundle, which has no file for the thread', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'hec-bundled-exit-'));
    try {
      const file = path.join(folder, 'app.cjs');
      const conditions = process.env['TEST_DIST'] === '1' ? [] : ['hec-source'];
      await build({ entryPoints: [PROGRAM], outfile: file, bundle: true, platform: 'node', conditions });
      await using program = start(file, { env });
      expect(await program.ended).toEqual({ code: 5, stdout: '', stderr: LOST });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('says so where threads are not permitted', async () => {
    const NODE_OPTIONS = `${process.env['NODE_OPTIONS'] ?? ''} --permission --allow-fs-read=*`;
    await using program = start(PROGRAM, { env: { ...env, NODE_OPTIONS, NODE_COMPILE_CACHE: undefined } });
    const { code, stderr } = await program.ended;
    expect(code).toBe(5);
    expect(stderr).toContain(LOST);
  });
});
