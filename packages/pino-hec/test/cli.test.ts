import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { startHecServer } from 'hec-server';
import { describe, expect, it, vi } from 'vitest';
import { type Child, type ChildOptions, run } from './support/child.ts';

// Each starts processes or worker threads, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const TOKEN = 'pipe-token';
// One request at a time keeps events in order.
const ENV = { HEC_TOKEN: TOKEN, HEC_BATCH_LINGER_MS: '0', HEC_REQUEST_CONCURRENCY: '1' };

function pipe(url: string, args: readonly string[] = [], options: ChildOptions = {}): Child {
  return run('../bin/pino-hec.js', ['--url', url, ...args], { ...options, env: { ...ENV, ...options.env } });
}

describe('pino-hec as a pipe', () => {
  it('delivers the lines of a pino logger with their time and level', async () => {
    await using server = await startHecServer({ token: TOKEN });
    await using child = pipe(server.url);
    child.stdin.end('{"level":30,"time":1700000000123,"msg":"a"}\n{"level":50,"time":1700000000124,"msg":"b"}\n');
    expect(await child.ended).toMatchObject({ end: 0, stderr: '' });
    expect(await server.events()).toMatchObject([
      { time: 1_700_000_000.123, event: { msg: 'a' }, fields: { severity: 'info' } },
      { time: 1_700_000_000.124, event: { msg: 'b' }, fields: { severity: 'error' } },
    ]);
  });

  it('delivers plain text as text, a stack trace as one event, and no line is lost or trusted', async () => {
    await using server = await startHecServer({ token: TOKEN });
    await using child = pipe(server.url);
    const forged = '{"level":30},"index":"secrets"}';
    child.stdin.end(
      `starting\n{"level":30,"msg":"a"}\nTypeError: x\n    at a (a.js:1)\n    at b (b.js:2)\n${forged}\n[1,2]\nend`,
    );
    expect(await child.ended).toMatchObject({ end: 0, stderr: '' });
    const events = await server.events();
    expect(events.map(({ event }) => event)).toEqual([
      'starting',
      { level: 30, msg: 'a' },
      'TypeError: x\n    at a (a.js:1)\n    at b (b.js:2)',
      forged,
      '[1,2]',
      'end',
    ]);
    expect(events.map(({ index }) => index)).toEqual(Array.from({ length: 6 }));
  });

  it('keeps characters whole that the pipe cuts in two (pitfall 26)', async () => {
    await using server = await startHecServer({ token: TOKEN });
    await using child = pipe(server.url);
    for (const byte of Buffer.from('{"msg":"h€llo 😀"}\nplain ü\n')) {
      child.stdin.write(Buffer.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    child.stdin.end();
    await child.ended;
    expect((await server.events()).map(({ event }) => event)).toEqual([{ msg: 'h€llo 😀' }, 'plain ü']);
  });

  it('reads flags in kebab case, which count more than the environment', async () => {
    await using server = await startHecServer({ token: TOKEN });
    const flags = [
      '--index',
      'main',
      '--batch-max-events=2',
      '--no-time-key',
      '--level-field',
      'level',
      '--levels',
      '{"error":{"source":"e"}}',
    ];
    await using child = pipe(server.url, flags, { env: { HEC_INDEX: 'other', HEC_BATCH_LINGER_MS: '60000' } });
    child.stdin.end('{"level":50,"time":1700000000123}\n{"level":30}\n{"level":30}\n');
    expect(await child.ended).toMatchObject({ end: 0, stderr: '' });
    // What has a source of its own travels apart from what has none.
    const events = (await server.events()).toSorted((a, b) => (b.source ?? '').localeCompare(a.source ?? ''));
    expect(events).toMatchObject([
      { index: 'main', source: 'e', fields: { level: 'error' } },
      { index: 'main', fields: { level: 'info' } },
      { index: 'main' },
    ]);
    expect(events[0]?.time).toBeGreaterThan(1_700_000_001);
    expect((await server.requests()).map((request) => request.events)).toEqual(expect.arrayContaining([1, 2]));
  });

  it('takes the token from the variable that --token-env names', async () => {
    await using server = await startHecServer({ token: 'other' });
    await using child = pipe(server.url, ['--token-env', 'OTHER_TOKEN'], { env: { OTHER_TOKEN: 'other' } });
    child.stdin.end('{"msg":"a"}\n');
    expect(await child.ended).toMatchObject({ end: 0, stderr: '' });
    expect(await server.stats()).toMatchObject({ events: 1 });
  });

  it('cuts a line that is too long to be held, and says how long it was (pitfall 25)', async () => {
    await using server = await startHecServer({ token: TOKEN });
    await using child = pipe(server.url);
    child.stdin.write(`{"msg":"before"}\n{"msg":"`);
    for (let i = 0; i < 100; i++) child.stdin.write('x'.repeat(100_000));
    child.stdin.end('"}\n{"msg":"after"}\n');
    expect(await child.ended).toMatchObject({ end: 0, stderr: '' });
    const [before, cut, after] = await server.events();
    expect([before?.event, after?.event]).toEqual([{ msg: 'before' }, { msg: 'after' }]);
    expect(cut?.event).toMatchObject({
      truncated: true,
      bytes: 10_000_010,
      text: expect.stringMatching(/^\{"msg":"xxx/),
    });
  });
});

describe('pino-hec --tee', () => {
  it('copies its input byte for byte, binary data included', async () => {
    await using server = await startHecServer({ token: TOKEN });
    await using child = pipe(server.url, ['--tee']);
    const input = Buffer.concat([Buffer.from('{"a":1}\r\n\n'), randomBytes(300_000), Buffer.from('\nlast')]);
    child.stdin.end(input);
    const { end, stdout } = await child.ended;
    expect(end).toBe(0);
    expect(stdout.equals(input)).toBe(true);
  });

  it('waits for a reader that is slow instead of holding the input in memory', async () => {
    await using server = await startHecServer({ token: TOKEN });
    await using child = pipe(server.url, ['--tee'], { readsOutput: true });
    const line = `${JSON.stringify({ msg: 'x'.repeat(1000) })}\n`;
    let written = 0;
    // Nobody reads yet: the pipes fill up, and then nothing more is taken.
    while (child.stdin.write(line.repeat(64)) && written < 100_000) written += 64;
    expect(written).toBeLessThan(10_000);
    const drained = once(child.stdin, 'drain');
    child.stdout.resume();
    await drained;
    child.stdin.end();
    expect(await child.ended).toMatchObject({ end: 0, stderr: '' });
  });

  it('goes on delivering when its reader has gone', async () => {
    await using server = await startHecServer({ token: TOKEN });
    await using child = pipe(server.url, ['--tee'], { readsOutput: true });
    child.stdin.write('{"msg":"first"}\n');
    await server.waitForEvents(1);
    child.stdout.destroy();
    for (let i = 0; i < 100; i++) child.stdin.write(`{"i":${i},"fill":"${'x'.repeat(2000)}"}\n`);
    child.stdin.end();
    expect(await child.ended).toMatchObject({ end: 0, stderr: '' });
    expect(await server.stats()).toMatchObject({ events: 101 });
  });
});

describe('pino-hec --block', () => {
  it('makes the program in front wait for a slow endpoint, and drops nothing', async () => {
    await using server = await startHecServer({ token: TOKEN, maxEvents: 100_000, faults: [{ do: 'slow', ms: 20 }] });
    const flags = ['--block', '--no-gzip', '--queue-max-bytes', '65536', '--batch-max-bytes', '50000'];
    await using child = pipe(server.url, flags);
    for (let i = 0; i < 20_000; i++) {
      if (!child.stdin.write(`{"i":${i},"fill":"${'x'.repeat(100)}"}\n`)) await once(child.stdin, 'drain');
    }
    child.stdin.end();
    expect(await child.ended).toMatchObject({ end: 0, stderr: '' });
    expect(new Set((await server.events()).map(({ event }) => (event as { i: number }).i)).size).toBe(20_000);
  });

  it('is what it takes: without it the same is dropped, counted and said', async () => {
    await using server = await startHecServer({ token: TOKEN, maxEvents: 100_000, faults: [{ do: 'slow', ms: 100 }] });
    await using child = pipe(server.url, ['--no-gzip', '--queue-max-bytes', '65536', '--batch-max-bytes', '50000']);
    child.stdin.end(`{"fill":"${'x'.repeat(100)}"}\n`.repeat(20_000));
    const { end, stderr } = await child.ended;
    expect(end).toBe(1);
    const [, lost] = /pino-hec: (\d+) of \d+ events were lost \(queue-full \d+\)$/m.exec(stderr) ?? [];
    // A record of the gap arrives beside them.
    const received = (await server.events()).filter(({ sourcetype }) => sourcetype !== 'hec:gap');
    expect(received.length + Number(lost)).toBe(20_000);
  });
});

describe('the exit code of pino-hec', () => {
  it('is 1, with one line that says what, when events were lost', async () => {
    await using server = await startHecServer({ token: 'another' });
    await using child = pipe(server.url, ['--shutdown-timeout-ms', '300']);
    child.stdin.end('{"msg":"a"}\n{"msg":"b"}\n');
    const { end, stderr } = await child.ended;
    expect(end).toBe(1);
    expect(stderr).toContain('pino-hec: 2 of 2 events were lost (shutdown 2)');
    expect(stderr).toContain('Invalid token');
    expect(stderr).not.toContain(TOKEN);
  });

  it.each([
    [['--batch-max-byte', '5'], 'pino-hec: --batch-max-byte does not exist: did you mean --batch-max-bytes?'],
    [['--batch-max-bytes', '1mb'], 'pino-hec: Invalid option `batch.maxBytes`: expected an integer'],
    [['--levels', 'x'], 'pino-hec: Invalid option `levels`: expected an object'],
    [['file.log'], 'pino-hec: what is "file.log" for? Only flags are taken'],
  ])('is 2 for %j, in words', async (args, words) => {
    await using child = pipe('http://127.0.0.1:1', args);
    const { end, stderr } = await child.ended;
    expect(end).toBe(2);
    expect(stderr).toContain(words);
  });

  it('is 2 where nothing says where to deliver to', async () => {
    await using child = run('../bin/pino-hec.js', [], { env: { NODE_ENV: 'production', HEC_URL: '', HEC_TOKEN: '' } });
    const { end, stderr } = await child.ended;
    expect(end).toBe(2);
    expect(stderr).toMatch(/^pino-hec: .*HEC_URL/);
  });

  it('is 0 for --help and --version, which say what they should', async () => {
    await using help = run('../bin/pino-hec.js', ['--help']);
    expect(await help.ended).toMatchObject({ end: 0, stderr: '' });
    expect((await help.ended).stdout.toString()).toMatch(/node app\.js \| pino-hec[\s\S]*--batch-max-bytes …/);
    await using version = run('../bin/pino-hec.js', ['--version']);
    expect((await version.ended).stdout.toString()).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('pino-hec at the end of its input', () => {
  it('takes longer than the shutdown deadline where delivery is slow but gets on', async () => {
    await using server = await startHecServer({ token: TOKEN, faults: [{ do: 'slow', ms: 200 }] });
    const flags = ['--no-gzip', '--batch-max-events', '100', '--shutdown-timeout-ms', '500'];
    await using child = pipe(server.url, flags);
    child.stdin.end('{"msg":"x"}\n'.repeat(1000));
    expect(await child.ended).toMatchObject({ end: 0, stderr: '' });
    expect(await server.stats()).toMatchObject({ events: 1000, requests: 10 });
  });
});

describe('pino-hec that gets a signal', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s delivers what it has read, then ends', async (signal) => {
    await using server = await startHecServer({ token: TOKEN });
    await using child = pipe(server.url, ['--batch-linger-ms', '60000', '--tee'], { readsOutput: true });
    const copied = once(child.stdout, 'data');
    child.stdin.write('{"msg":"held"}\n');
    await copied;
    child.kill(signal);
    expect(await child.ended).toMatchObject({ end: 0, stderr: '' });
    expect(await server.events()).toMatchObject([{ event: { msg: 'held' } }]);
  });

  it('still takes the last words of the program in front, which got it too', async () => {
    await using server = await startHecServer({ token: TOKEN });
    await using child = pipe(server.url, ['--tee'], { readsOutput: true });
    const copied = once(child.stdout, 'data');
    child.stdin.write('{"msg":"running"}\n');
    await copied;
    child.kill('SIGINT');
    child.stdin.end('{"msg":"goodbye"}\n');
    expect(await child.ended).toMatchObject({ end: 0, stderr: '' });
    expect((await server.events()).map(({ event }) => event)).toEqual([{ msg: 'running' }, { msg: 'goodbye' }]);
  });

  it('gives up at a second one, and says what that costs', async () => {
    await using server = await startHecServer({ token: TOKEN, faults: [{ do: 'slow', ms: 60_000 }] });
    await using child = pipe(server.url, ['--batch-linger-ms', '60000', '--tee'], { readsOutput: true });
    const copied = once(child.stdout, 'data');
    child.stdin.write('{"msg":"held"}\n');
    await copied;
    child.kill('SIGTERM');
    // Two of a kind within a moment are one: a terminal and a supervisor.
    child.kill('SIGTERM');
    // It is on its way once the first one has ended the input, a second later.
    await server.waitForEvents(1);
    child.kill('SIGTERM');
    const { end, stderr } = await child.ended;
    expect(end).toBe(143);
    expect(stderr).toMatch(/^hec: 1 event .*\n$/);
  });
});
