// The numbers are those of docs/pitfalls.md, which says where each has its test.
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { Writable } from 'node:stream';
import { startHecServer } from 'hec-server';
import pino from 'pino';
import { describe, expect, it, vi } from 'vitest';
import { createHecStream, targetPath } from '../src/index.ts';
import { warnOfOldThreadStream } from '../src/thread.ts';
import { run } from './support/child.ts';
import { rig, TOKEN } from './support/transport.ts';

// Each starts processes or worker threads, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const require = createRequire(import.meta.url);

describe('pitfall 4: an async close swallows the error it was called with, and a value it returns becomes one', () => {
  it('throws the error again when the stream is destroyed with one', async () => {
    const stream = createHecStream({ url: 'http://127.0.0.1:1', token: TOKEN, shutdownTimeoutMs: 0 });
    const failed = once(stream, 'error');
    stream.destroy(new Error('from a pipeline'));
    expect(await failed).toMatchObject([{ message: 'from a pipeline' }]);
  });

  it('closes without an error otherwise', async () => {
    const stream = createHecStream({ url: 'http://127.0.0.1:1', token: TOKEN, shutdownTimeoutMs: 0 });
    const errors: unknown[] = [];
    stream.on('error', (error) => errors.push(error));
    stream.end();
    await once(stream, 'close');
    expect(errors).toEqual([]);
  });
});

describe('pitfall 5: a worker that dies says only "the worker has exited", with every later line', () => {
  it('says what happened and what is lost before it ends', async () => {
    await using server = await startHecServer({ token: TOKEN });
    await using child = run('fixtures/dying-worker.ts', ['throws'], { env: { HEC_URL: server.url, HEC_TOKEN: TOKEN } });
    const { stdout, stderr } = await child.ended;
    expect(stdout.toString()).toContain(
      'hec:warning worker-failed: The worker thread of pino-hec failed: a bug elsewhere',
    );
    expect(stderr).toContain(
      'pino-hec: The worker thread of pino-hec failed: a bug elsewhere; 1 event is lost with it',
    );
  });

  it('makes nothing of it that the endpoint fails', async () => {
    await using test = await rig({
      server: {
        faults: [
          { do: 'html', times: 3 },
          { do: 'reset', times: 2 },
          { do: 'wrong-json', times: 1 },
        ],
      },
      options: { batch: { lingerMs: 0 }, retry: { baseMs: 1 } },
    });
    pino(test.transport).info('hello');
    await test.server.waitForEvents(1);
    expect(test.errors).toEqual([]);
  });
});

describe('pitfall 6: listening to `error` and carrying on leaks memory', () => {
  it('falls back to standard output as the README says, once, and hands no further line to the transport', async () => {
    await using child = run('fixtures/falls-back.ts', [], { env: { HEC_URL: 'http://127.0.0.1:1', HEC_TOKEN: TOKEN } });
    const { end, stdout } = await child.ended;
    expect(end).toBe(0);
    const after = Array.from({ length: 1000 }, (_, i) => `{"level":30,"of":"child","i":${i},"msg":"after"}`);
    expect(stdout.toString().split('\n')).toEqual([...after, 'errors: 1', '']);
  });
});

describe('pitfall 8: running out of memory in the worker is an uncaught exception of the application', () => {
  it('is said in words that name the transport, where it is controlled', async () => {
    await using child = run('fixtures/dying-worker.ts', ['runs out of memory'], {
      env: { HEC_URL: 'http://127.0.0.1:1', HEC_TOKEN: TOKEN },
    });
    const { stdout, stderr } = await child.ended;
    expect(stderr).toMatch(/^pino-hec: The worker thread of the pino transport ended: .*memory/m);
    expect(stdout.toString()).toMatch(/hec:warning worker-failed: .*queue\.maxBytes/);
    // As for any other end of a worker, and the application lives on.
    expect(stdout.toString()).toContain('error the worker thread exited\n');
  });
});

describe('pitfall 10: a target is found only from the files on the call stack', () => {
  it('is found by its path from where its name is not', async () => {
    await using server = await startHecServer({ token: TOKEN });
    // Package managers put their own folder on NODE_PATH for what they start.
    const env = { HEC_URL: server.url, HEC_TOKEN: TOKEN, NODE_PATH: '' };
    await using byName = run('fixtures/finds-its-target.ts', ['pino-hec'], { env });
    expect((await byName.ended).stderr).toContain('unable to determine transport target for "pino-hec"');
    await using byPath = run('fixtures/finds-its-target.ts', [targetPath], { env });
    expect(await byPath.ended).toMatchObject({ end: 0, stderr: '' });
    expect(await server.events()).toMatchObject([{ event: { msg: 'found' } }]);
  });
});

describe('pitfall 11: pino resolves a target with the conditions of require', () => {
  it('resolves, to the file that targetPath names', () => {
    const target = require('pino-hec/target') as { targetPath: string };
    expect(require.resolve('pino-hec')).toBe(target.targetPath);
  });
});

describe('pitfall 12: functions in the options of a transport throw a DataCloneError', () => {
  it('says so at once for the worker, while the in-process stream takes a function', async () => {
    expect(() => pino.transport({ target: 'pino-hec', options: { token: () => TOKEN } })).toThrow(
      'could not be cloned',
    );
    const stream = createHecStream({ url: 'http://127.0.0.1:1', token: () => TOKEN, shutdownTimeoutMs: 0 });
    stream.destroy();
    await once(stream, 'close');
    expect(stream.stats().ledger.entered.logged).toBe(0);
  });
});

function warnings(version: string | undefined): string[] {
  const messages: string[] = [];
  warnOfOldThreadStream(version, ({ message }) => messages.push(message));
  return messages;
}

describe('pitfall 14: logger.flush stops at the shared buffer with an old thread-stream', () => {
  it.each(['4.0.0', '4.1.9', '4.2.0'])('warns for %s', (version) => {
    expect(warnings(version)).toEqual([expect.stringContaining(`thread-stream ${version}`)]);
  });

  it.each(['4.2.1', '4.10.0', '5.0.0-beta.1', undefined])('says nothing for %s', (version) => {
    expect(warnings(version)).toEqual([]);
  });
});

describe('pitfall 16: expectPinoConfig fails where pino does not announce its levels', () => {
  it('starts without a logger, too, and takes lines that are written to it', async () => {
    await using test = await rig();
    await once(test.transport, 'ready');
    test.transport.write('{"level":40,"msg":"by hand"}\n');
    expect(await test.server.waitForEvents(1)).toMatchObject([
      { event: { msg: 'by hand' }, fields: { severity: 'warn' } },
    ]);
    expect(test.errors).toEqual([]);
  });
});

describe('pitfall 24: pino writes duplicate keys', () => {
  it('passes them on, and takes time and level from the first of each', async () => {
    await using test = await rig();
    const logger = pino({ base: null, timestamp: () => ',"time":1700000000000' }, test.transport);
    logger.info({ time: 5, level: 60, k: 1 }, 'x');
    const [event] = await test.server.waitForEvents(1);
    expect(event?.raw).toContain('"event":{"level":30,"time":1700000000000,"time":5,"level":60,"k":1,"msg":"x"}');
    expect(event).toMatchObject({ time: 1_700_000_000, fields: { severity: 'info' } });
  });
});

describe('pitfall 25: a huge line has no bound', () => {
  it('arrives cut, says how long it was, and leaves its neighbours alone', async () => {
    await using test = await rig();
    const logger = pino({ base: null, timestamp: false }, test.transport);
    logger.info('before');
    logger.info('x'.repeat(2_000_000));
    logger.info('y'.repeat(20_000_000));
    logger.info('after');
    const events = await test.server.waitForEvents(4);
    const cut = events.map(({ event }) => event as { msg?: string; truncated?: boolean; bytes?: number });
    expect(cut.filter(({ msg }) => msg !== undefined)).toEqual([
      { level: 30, msg: 'before' },
      { level: 30, msg: 'after' },
    ]);
    expect(cut.filter(({ truncated }) => truncated === true).map(({ bytes }) => bytes)).toEqual([
      2_000_021, 20_000_021,
    ]);
  });
});

describe('pitfall 27: pino writes a BigInt as bare digits that no parser of JavaScript keeps', () => {
  it('passes every digit on', async () => {
    await using test = await rig();
    pino(test.transport).info({ big: 1_180_591_620_717_411_303_424n }, 'x');
    const [event] = await test.server.waitForEvents(1);
    expect(event?.raw).toContain('"big":1180591620717411303424,');
  });
});

describe('pitfall 39: formatters.level makes the level a string', () => {
  it('takes labels as it takes numbers', async () => {
    await using test = await rig({ options: { batch: { lingerMs: 0 }, levels: { error: { index: 'errors' } } } });
    const logger = pino({ formatters: { level: (label) => ({ level: label }) } }, test.transport);
    logger.error('x');
    expect(await test.server.waitForEvents(1)).toMatchObject([
      { event: { level: 'error' }, index: 'errors', fields: { severity: 'error' } },
    ]);
  });
});

describe('options that cannot be right', () => {
  it.each(['ends by itself', 'calls process.exit'])(
    'are said at once by a program that %s, and cost its logs only',
    async (end) => {
      await using child = run('fixtures/wrong-options.ts', [end]);
      const { end: code, stderr } = await child.ended;
      expect(code).toBe(0);
      expect(stderr).toContain(
        'pino-hec: Invalid option `batch.maxBytes`: expected an integer between 1 and 800000000, got "1mb" (string)\n',
      );
      expect(stderr).toContain('pino-hec: 1 of 1 event was lost (not-configured 1)\n');
      // An error thrown in the worker would block process.exit for 10 s, and then speak of something else.
      expect(stderr).not.toContain('_flushSync took too long');
    },
  );

  it('reach listeners of the transport, whose stats count what is dropped', async () => {
    await using test = await rig({ options: { gzip: 12 } });
    const [warning] = (await once(test.transport, 'hec:warning')) as [{ code: string; message: string }];
    expect(warning).toMatchObject({ code: 'HEC_INVALID_OPTION', message: expect.stringContaining('`gzip`') });
    pino(test.transport).info('hello');
    await test.control.flush();
    expect((await test.control.stats()).ledger.dropped).toEqual({ 'not-configured': 1 });
    expect(test.errors).toEqual([]);
  });
});

describe('a stream in front of the transport', () => {
  it('is never made to wait, whatever the endpoint does', async () => {
    const stream = createHecStream({
      url: 'http://127.0.0.1:1',
      token: TOKEN,
      shutdownTimeoutMs: 0,
      queue: { maxBytes: 65_536 },
    });
    expect(stream).toBeInstanceOf(Writable);
    const line = `{"msg":"${'x'.repeat(1000)}"}\n`;
    for (let i = 0; i < 10_000; i++) expect(stream.write(line)).toBe(true);
    expect(stream.stats().ledger.dropped['queue-full']).toBeGreaterThan(1000);
    stream.destroy();
    await once(stream, 'close');
  });
});
