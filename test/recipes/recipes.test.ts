// The recipes of pino-hec's README, run as they stand there.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type HecServer, startHecServer } from 'hec-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { start } from '../support/program.ts';
import { type Bundle, withEsbuild, withWebpack } from './bundle.ts';

const TOKEN = 'recipe-token';
let server: HecServer;
let env: Record<string, string>;

beforeEach(async () => {
  server = await startHecServer({ token: TOKEN });
  env = { HEC_URL: server.url, HEC_TOKEN: TOKEN };
});
afterEach(() => server.close());

/** Runs a program to its end and returns the messages that arrived. */
async function run(file: string): Promise<string[]> {
  await using program = start(file, { env });
  const { code, stderr } = await program.ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return (await server.events()).map(({ event }) => (event as { msg: string }).msg);
}

describe('the recipe for', () => {
  it('Fastify delivers every line of a request', async () => {
    const messages = await run('test/recipes/programs/fastify.mjs');
    expect(messages).toEqual([
      expect.stringContaining('Server listening'),
      'incoming request',
      'handled',
      'request completed',
    ]);
  });

  it('Express with pino-http delivers every line of a request', async () => {
    expect(await run('test/recipes/programs/express.mjs')).toEqual(['handled', 'request completed']);
    const [handled, completed] = await server.events();
    expect(handled?.event).toMatchObject({ req: { method: 'GET', url: '/' } });
    expect(completed?.event).toMatchObject({ res: { statusCode: 200 } });
  });

  it('NestJS with nestjs-pino delivers the lines of the framework and of a request', async () => {
    const messages = await run('test/recipes/programs/nestjs.mjs');
    expect(messages).toEqual(
      expect.arrayContaining(['Nest application successfully started', 'handled', 'request completed']),
    );
  });

  it('functions delivers before it answers, so that a freeze costs nothing (pitfall 15)', async () => {
    await using program = start('test/recipes/programs/lambda.mjs', { env, input: true });
    for (const [at, event] of ['first', 'second'].entries()) {
      program.child.stdin.write(`${event}\n`);
      await program.printed('200\n'.repeat(at + 1));
      // The platform freezes the process with its last byte.
      program.child.kill('SIGSTOP');
      expect((await server.events()).map((one) => one.event)).toMatchObject(
        [{ event: 'first' }, { event: 'second' }].slice(0, at + 1),
      );
      program.child.kill('SIGCONT');
    }
    program.child.stdin.end();
    expect(await program.ended).toMatchObject({ code: 0, stderr: '' });
  });

  it('cluster mode delivers the lines of every process, each once', async () => {
    const messages = await run('test/recipes/programs/cluster.mjs');
    expect(messages.filter((message) => message === 'working')).toHaveLength(200);
    expect(messages.at(-1)).toBe('all workers have ended');
    const lines = (await server.events()).map(({ event }) => event as { i?: number; worker?: number });
    expect(new Set(lines.map(({ i, worker }) => `${worker} ${i}`)).size).toBe(201);
  });
});

describe.each<[string, Bundle]>([
  ['esbuild', withEsbuild],
  ['webpack', withWebpack],
])('a bundle made by %s (pitfall 9)', (_, bundle) => {
  let folder: string;
  beforeEach(() => {
    // Where there is no node_modules, nor what a package manager puts in its place: nothing but the bundle can be loaded.
    env['NODE_PATH'] = '';
    folder = mkdtempSync(path.join(tmpdir(), 'bundle-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('delivers through the in-process stream, as one file', async () => {
    await bundle('bundled-stream.mjs', folder, false);
    expect(await run(path.join(folder, 'app.js'))).toEqual(['from a bundle']);
  });

  it('delivers through the worker with the documented overrides', async () => {
    await bundle('bundled-transport.cjs', folder, true);
    expect(await run(path.join(folder, 'app.js'))).toEqual(['from a bundle']);
  });
});
