// What the performance of docs/performance.md rests on, as counts: they are the same on every machine, busy or not.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHecClient, type HecClient, type HecOptions, nodeRuntime } from 'hec-core';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { chunksOf } from '../bench/lines.ts';

const EVENTS = 20_000;
const LINE_BYTES = 250;
/** What a pino line is wrapped in: time, host, source type, severity. */
const ENVELOPE_BYTES = 110;

interface Counts {
  readonly requests: number;
  readonly gzipCalls: number;
  readonly gzipBytes: number;
  readonly allocations: number;
  readonly allocatedBytes: number;
  /** Calls that write text into memory. */
  readonly writes: number;
  /** Pieces that were cut out of text, as lines are that have to be looked at one by one. */
  readonly cuts: number;
}

const CHUNKS = chunksOf(LINE_BYTES, 0, EVENTS);

const LINES = { trusted: true, levels: { 30: { label: 'info' }, 40: { label: 'warn' } } };

/** Lines as a pino worker gives them. */
function giveLines(hec: HecClient): void {
  for (const chunk of CHUNKS) hec.sendLines(chunk, undefined, LINES);
}

/** Sends as many events and counts what it took. */
async function send(options: HecOptions, give = giveLines): Promise<Counts> {
  let requests = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      requests++;
      response.end('{"text":"Success","code":0}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const gzipped: number[] = [];
  const hec = createHecClient(
    {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      token: 'T',
      host: 'bench-host',
      sourcetype: 'pino',
      batch: { lingerMs: 60_000 },
      ...options,
    },
    {
      env: {},
      runtime: {
        ...nodeRuntime,
        gzip(bytes, level) {
          gzipped.push(bytes.byteLength);
          return nodeRuntime.gzip(bytes, level);
        },
      },
    },
  );
  const allocate = vi.spyOn(Buffer, 'allocUnsafeSlow');
  const write = vi.spyOn(Buffer.prototype, 'write');
  const cut = vi.spyOn(String.prototype, 'slice');
  give(hec);
  const sizes = allocate.mock.calls.map(([size]) => size);
  const writes = write.mock.calls.length;
  const cuts = cut.mock.calls.length;
  cut.mockRestore();
  allocate.mockRestore();
  write.mockRestore();
  expect(await hec.flush()).toMatchObject({ drained: true, delivered: EVENTS });
  await hec.close();
  return {
    requests,
    gzipCalls: gzipped.length,
    gzipBytes: total(gzipped),
    allocations: sizes.length,
    allocatedBytes: total(sizes),
    writes,
    cuts,
  };
}

const total = (sizes: readonly number[]): number => sizes.reduce((sum, size) => sum + size, 0);

describe('the cost of an event', () => {
  it('is one request and one compression for each megabyte of envelopes', async () => {
    const { requests, gzipCalls, gzipBytes } = await send({});
    expect(gzipCalls).toBe(requests);
    expect(requests).toBe(Math.ceil(gzipBytes / 1_000_000));
  });

  it('is the line and its envelope in bytes for gzip to read, not one more', async () => {
    const { gzipBytes } = await send({});
    const lines = total(CHUNKS.map((chunk) => chunk.length));
    expect((gzipBytes - lines) / EVENTS).toBeLessThan(ENVELOPE_BYTES);
  });

  it('is one write for each chunk of lines, and a look at one line of each level', async () => {
    const { writes, cuts, requests } = await send({});
    // And what is in front of a body, perhaps.
    expect(writes).toBeLessThanOrEqual(CHUNKS.length + requests);
    // Of each: the line itself, its level, its time and what they become.
    expect(cuts).toBeLessThanOrEqual(2 * 20);
  });

  it('is no memory of its own: bodies are written into memory that is used again', async () => {
    const { allocations, allocatedBytes } = await send({});
    // 16 KiB doubled until a batch of 1 MB fits; then one for each batch that waits for gzip, of 7 MB of envelopes.
    expect(allocations).toBeLessThanOrEqual(7 + 6);
    expect(allocatedBytes).toBeLessThanOrEqual(16_384 * (2 ** 7 - 1) + 6 * 2 ** 20);
  });

  it('is a thirtieth of a write where events come one by one', async () => {
    const { writes } = await send({}, (hec) => {
      for (let n = 0; n < EVENTS; n++) hec.send({ message: 'request completed', n }, { fields: { ms: n } });
    });
    expect(writes).toBeGreaterThan(0);
    expect(writes).toBeLessThanOrEqual(EVENTS / 30);
  });

  it('is no compression where it is turned off', async () => {
    expect(await send({ gzip: false })).toMatchObject({ gzipCalls: 0, requests: 7 });
  });
});
