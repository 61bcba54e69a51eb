// What an append to the spool costs: `node --conditions=hec-source test/bench/spool-micro.ts`.
// The directory is in TMPDIR: put that on the disk you mean (on tmpfs an fsync is free).
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { nodeRuntime } from '../../packages/hec-core/src/runtime.ts';
import { openSpool } from '../../packages/hec-core/src/spool/spool.ts';
import type { Spool, SpoolSettings } from '../../packages/hec-core/src/spool/types.ts';

const SEGMENTS_OF_DATA = 1_000_000_000;
const route = {
  key: 'event',
  kind: 'event',
  path: '/services/collector/event',
  headers: { 'content-type': 'application/json' },
  open: '',
  separator: '',
  close: '',
} as const;

const message = JSON.stringify({ level: 30, time: 1_700_000_000_000, pid: 1, msg: 'x'.repeat(110), reqId: 'req-1' });
/** An event of 200 bytes, the size that the reference measurements use. */
const line = `{"time":1700000000.000,"event":${message}}\n`;

interface Result {
  readonly what: string;
  readonly 'us/append': string;
  readonly 'us/event': string;
  readonly 'MB/s': string;
}

async function measure(
  what: string,
  fsync: SpoolSettings['fsync'],
  work: { readonly appends: number; readonly events: number; readonly bytes: number },
  append: (spool: Spool) => boolean,
): Promise<Result> {
  const dir = mkdtempSync(join(tmpdir(), 'hec-spool-bench-'));
  const spool = openSpool({
    dir,
    destination: 'bench',
    dialect: 'splunk',
    maxBytes: SEGMENTS_OF_DATA * 4,
    fsync,
    fsyncIntervalMs: 500,
    runtime: nodeRuntime,
    onWarning: (code, text) => process.stderr.write(`${code} ${text}\n`),
  });
  const warmUp = Math.ceil(work.appends / 10);
  for (let i = 0; i < warmUp; i++) append(spool);
  const start = performance.now();
  for (let i = 0; i < work.appends; i++) if (!append(spool)) throw new Error('refused');
  const us = (performance.now() - start) * 1000;
  await spool.close();
  rmSync(dir, { recursive: true });
  return {
    what: `${what}, fsync ${fsync}`,
    'us/append': (us / work.appends).toFixed(2),
    'us/event': (us / work.appends / work.events).toFixed(3),
    'MB/s': ((work.bytes * work.appends) / us).toFixed(0),
  };
}

const results: Result[] = [];
for (const fsync of ['never', 'interval', 'always'] as const) {
  for (const events of [1, 10, 100]) {
    const text = line.repeat(events);
    const bytes = Buffer.byteLength(text);
    const appends = fsync === 'always' ? 500 : Math.min(200_000, Math.ceil(60_000_000 / bytes));
    results.push(
      await measure(
        `always, ${events} line(s)`,
        fsync,
        { appends, events, bytes },
        (spool) => spool.appendLines(route, text, events, Date.now()) !== undefined,
      ),
    );
  }
  for (const kilobytes of [16, 64, 256]) {
    const body = new Uint8Array(kilobytes * 1024).fill(120);
    const events = kilobytes * 35;
    const batch = { route, events, bytes: body.byteLength * 7, encoding: 'gzip', firstAt: 1, lastAt: 2, body } as const;
    const appends = fsync === 'always' ? 200 : Math.ceil(60_000_000 / body.byteLength);
    const work = { appends, events, bytes: body.byteLength };
    results.push(
      await measure(`overflow, ${kilobytes} KiB`, fsync, work, (spool) => spool.append(batch) !== undefined),
    );
  }
}
process.stdout.write(`node ${process.version}, ${tmpdir()}\n`);
for (const { what, ...numbers } of results)
  process.stdout.write(
    `${what.padEnd(34)}${Object.entries(numbers)
      .map(([unit, value]) => `${value.padStart(10)} ${unit}`)
      .join('')}\n`,
  );
