import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { imbalance } from '../../src/custody/ledger.ts';
import type { SendResult } from '../../src/many/types.ts';
import { arrived, range, scene } from '../support/scene.ts';

function file(content: string | Uint8Array, name = 'events.ndjson'): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'many-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(path.join(folder, name), content);
  return path.join(folder, name);
}

function* broken(): Generator<number> {
  yield 1;
  throw new Error('source broke');
}

const angry = (): void => {
  throw new Error('listener broke');
};

function* endless(): Generator<string> {
  for (;;) yield 'more';
}

async function* chunks(): AsyncGenerator<string | Uint8Array> {
  yield '{"at":"1700000000';
  yield Buffer.from('.5","lvl":"warn","msg":"é');
  yield '"}\n';
}

describe('sendMany', () => {
  it('delivers every event of an iterable, in order, and counts them', async () => {
    const { hec, server } = await scene({ request: { concurrency: 1 } });
    const result = await hec.sendMany(
      range(500).map((i) => ({ i })),
      { metadata: { source: 'import' } },
    );
    expect(result).toEqual({ sent: 500, delivered: 500, refused: 0, dropped: 0, held: 0 });
    const events = await server.events();
    expect(events.map(({ event }) => event)).toEqual(range(500).map((i) => ({ i })));
    expect(events.every(({ source }) => source === 'import')).toBe(true);
  });

  it('takes what comes when it comes', async () => {
    const { hec, server } = await scene();
    async function* ticks(): AsyncGenerator<string> {
      for (const i of range(3)) {
        yield `tick ${i}`;
        await hec.flush();
      }
    }
    expect(await hec.sendMany(ticks())).toMatchObject({ sent: 3, delivered: 3 });
    expect(await server.requests()).toHaveLength(3);
  });

  it('waits for room where others would be dropped', async () => {
    const { hec, server } = await scene({ queue: { maxEvents: 50 }, batch: { maxEvents: 10 } });
    await server.setFaults([{ do: 'status', status: 503, code: 9, times: 3 }]);
    const result = await hec.sendMany(range(2000));
    expect(result).toEqual({ sent: 2000, delivered: 2000, refused: 0, dropped: 0, held: 0 });
    expect(hec.stats().ledger.dropped).toEqual({});
    expect((await arrived(server)).toSorted((a, b) => Number(a) - Number(b))).toEqual(range(2000));
  });

  it('holds no more than the queue may hold', async () => {
    const { hec } = await scene({ queue: { maxEvents: 100 }, batch: { maxEvents: 10 } });
    let most = 0;
    function* counted(): Generator<number> {
      for (const i of range(3000)) {
        const { held } = hec.stats().ledger;
        most = Math.max(most, held.open + held.queued + held.inFlight);
        yield i;
      }
    }
    expect((await hec.sendMany(counted())).delivered).toBe(3000);
    expect(most).toBeLessThanOrEqual(100);
  });

  it('tells how far it is, and what was refused', async () => {
    const { hec } = await scene({ batch: { maxEvents: 10 } }, { maxEventBytes: 5000 });
    const seen: SendResult[] = [];
    const events = range(40).map((i) => (i === 25 ? 'x'.repeat(6000) : `event ${i}`));
    const result = await hec.sendMany(events, { onProgress: (progress) => seen.push(progress) });
    expect(result).toEqual({ sent: 40, delivered: 39, refused: 1, dropped: 0, held: 0 });
    expect(seen.at(-1)).toEqual(result);
    expect(seen.length).toBeGreaterThan(3);
    for (const { sent, delivered, refused, dropped, held } of seen)
      expect(delivered + refused + dropped + held).toBe(sent);
  });

  it('counts its own events only', async () => {
    const { hec } = await scene();
    for (const i of range(10)) hec.send(`other ${i}`);
    const [many, more] = await Promise.all([hec.sendMany(range(20)), hec.sendMany(range(30))]);
    expect([many.delivered, more.delivered]).toEqual([20, 30]);
    expect(hec.stats().ledger.entered.logged).toBe(60);
  });

  it('rejects with what the source or the listener throws, and loses nothing it was given', async () => {
    const { hec, server } = await scene();
    await expect(hec.sendMany(broken())).rejects.toThrow('source broke');
    await expect(hec.sendMany([2], { onProgress: angry })).rejects.toThrow('listener broke');
    await hec.flush();
    expect(await arrived(server)).toEqual([1, 2]);
    expect(imbalance(hec.stats().ledger)).toBe(0);
  });

  it('ends when the client is closed, however much the source has', async () => {
    const { hec, server } = await scene({ queue: { maxEvents: 10 } });
    await server.setFaults([{ do: 'hang' }]);
    const many = hec.sendMany(endless());
    await server.waitForRequests(1);
    await hec.close({ timeoutMs: 0 });
    const { sent, delivered, dropped, held } = await many;
    expect([delivered, dropped, held]).toEqual([0, sent, 0]);
    expect(imbalance(hec.stats().ledger)).toBe(0);
  });

  it('gives up waiting when nothing is delivered any more, and says what is held', async () => {
    const { hec, server } = await scene({ shutdownTimeoutMs: 100 });
    await server.setFaults([{ do: 'status', status: 503, code: 9 }]);
    expect(await hec.sendMany(['a', 'b'])).toEqual({ sent: 2, delivered: 0, refused: 0, dropped: 0, held: 2 });
  });
});

describe('sendFile', () => {
  it('sends a file line by line: JSON as JSON, anything else as text', async () => {
    const { hec, server } = await scene();
    const name = file('{"a":1}\n\nplain text\r\n{"time":1700000000123,"b":2}');
    expect(await hec.sendFile(name)).toEqual({ sent: 3, delivered: 3, refused: 0, dropped: 0, held: 0 });
    expect(await server.events()).toMatchObject([
      { event: { a: 1 } },
      { event: 'plain text' },
      { event: { b: 2 }, time: 1_700_000_000.123 },
    ]);
  });

  it.each([
    ['a name', (name: string) => name],
    ['a URL', (name: string) => pathToFileURL(name)],
  ])('inflates gzip, by its first bytes, given %s', async (_, how) => {
    const { hec, server } = await scene();
    const lines = range(30_000).map((i) => `line ${i} of a log that is larger than a chunk`);
    const result = await hec.sendFile(how(file(gzipSync(lines.join('\n')), 'no-suffix')));
    expect(result).toMatchObject({ sent: 30_000, delivered: 30_000 });
    const stats = await server.stats();
    expect(stats.events).toBe(30_000);
  });

  it('sends raw text as it is to the raw endpoint', async () => {
    const { hec, server } = await scene({ endpoint: 'raw', sourcetype: 'csv' });
    await hec.sendFile(file('time,host\n1,"a, b"\n  indented: yaml\n<xml/>'));
    const events = await server.events();
    expect(events.map(({ raw }) => raw)).toEqual(['time,host', '1,"a, b"', '  indented: yaml', '<xml/>']);
    expect(events.every(({ sourcetype }) => sourcetype === 'csv')).toBe(true);
  });

  it('reads a stream as well, and lines as they are told to be read', async () => {
    const { hec, server } = await scene();
    const levels = { warn: { label: 'warning' } };
    await hec.sendFile(chunks(), { lines: { timeKey: 'at', levelKey: 'lvl', levels } });
    expect(await server.events()).toMatchObject([
      { event: { msg: 'é' }, time: 1_700_000_000.5, fields: { severity: 'warning' } },
    ]);
  });

  it('sends nothing of an empty file', async () => {
    const { hec } = await scene();
    expect(await hec.sendFile(file(''))).toEqual({ sent: 0, delivered: 0, refused: 0, dropped: 0, held: 0 });
  });

  it.each([
    ['is not there', () => '/nowhere/at/all', /\/nowhere\/at\/all cannot be read \(ENOENT\)/],
    ['ends too soon', () => file(gzipSync('a\nb').subarray(0, -6)), /cannot be read \(Z_BUF_ERROR\)/],
  ])('rejects in words when a file %s', async (_, name, words) => {
    const { hec } = await scene();
    await expect(hec.sendFile(name())).rejects.toMatchObject({
      code: 'HEC_UNREADABLE_FILE',
      message: expect.stringMatching(words),
    });
  });
});
