// What the spool itself costs, without the client around it: `node --conditions=hec-source test/bench/spool-micro.ts`.
// The directory is in TMPDIR: put that on the disk you mean (on tmpfs an fsync is free).
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { nodeRuntime } from '../../packages/hec-core/src/runtime.ts';
import { openSpool } from '../../packages/hec-core/src/spool/spool.ts';
import type { Spool, SpoolSettings } from '../../packages/hec-core/src/spool/types.ts';

const FSYNCS = ['never', 'interval', 'always'] as const;
/** Written by each measurement that does not wait for the disk. */
const BYTES = 60_000_000;
const ROUTE = {
  key: 'event',
  kind: 'event',
  path: '/services/collector/event',
  headers: { 'content-type': 'application/json' },
  open: '',
  separator: '',
  close: '',
} as const;
const LIMITS = { bytes: 1_000_000, events: 1_000_000 };

const message = JSON.stringify({ level: 30, time: 1_700_000_000_000, pid: 1, msg: 'x'.repeat(110), reqId: 'req-1' });
/** One event of 208 bytes. */
const LINE = `{"time":1700000000.000,"event":${message}}\n`;

/** What is appended over and over. */
interface Load {
  readonly what: string;
  readonly events: number;
  readonly bytes: number;
  append(spool: Spool): boolean;
}

function lines(events: number): Load {
  const text = LINE.repeat(events);
  return {
    what: `always, ${events} line${events === 1 ? '' : 's'}`,
    events,
    bytes: Buffer.byteLength(text),
    append: (spool) => spool.appendLines(ROUTE, text, events, Date.now()) !== undefined,
  };
}

function compressed(kilobytes: number): Load {
  const body = new Uint8Array(kilobytes * 1024).fill(120);
  const events = kilobytes * 35;
  const batch = { route: ROUTE, events, bytes: body.byteLength * 7, firstAt: 1, lastAt: 2, body } as const;
  return {
    what: `overflow, ${kilobytes} KiB`,
    events,
    bytes: body.byteLength,
    append: (spool) => spool.append({ ...batch, encoding: 'gzip' }) !== undefined,
  };
}

function open(dir: string, fsync: SpoolSettings['fsync']): Spool {
  return openSpool({
    dir,
    destination: 'bench',
    dialect: 'splunk',
    maxBytes: 4_000_000_000,
    fsync,
    fsyncIntervalMs: 500,
    runtime: nodeRuntime,
    onWarning: (code, text) => process.stderr.write(`${code} ${text}\n`),
  });
}

async function inDirectory<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'hec-spool-bench-'));
  try {
    return await work(dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

function fill(spool: Spool, load: Load, appends: number): number {
  const start = performance.now();
  for (let i = 0; i < appends; i++) if (!load.append(spool)) throw new Error('The spool refused');
  return (performance.now() - start) * 1000;
}

async function measureAppend(load: Load, fsync: SpoolSettings['fsync']): Promise<string> {
  const appends = fsync === 'always' ? 300 : Math.min(200_000, Math.ceil(BYTES / load.bytes));
  const us = await inDirectory(async (dir) => {
    const spool = open(dir, fsync);
    fill(spool, load, Math.ceil(appends / 10));
    const took = fill(spool, load, appends);
    await spool.close();
    return took;
  });
  return row(`${load.what}, fsync ${fsync}`, [
    [us / appends, 'us/append', 2],
    [us / appends / load.events, 'us/event', 3],
    [(load.bytes * appends) / us, 'MB/s', 0],
  ]);
}

/** A restart: what an earlier life left is found, read and settled. */
async function measureReplay(load: Load): Promise<string> {
  const appends = Math.min(200_000, Math.ceil(BYTES / load.bytes));
  const us = await inDirectory(async (dir) => {
    const first = open(dir, 'never');
    fill(first, load, appends);
    await first.close();
    const second = open(dir, 'never');
    const start = performance.now();
    let events = 0;
    for await (const { recovered } of second.recover(LIMITS)) {
      const { tickets } = await second.read(recovered?.tickets ?? []);
      second.settle(tickets);
      events += recovered?.events ?? 0;
    }
    const took = (performance.now() - start) * 1000;
    if (events !== appends * load.events) throw new Error(`${events} events came back`);
    await second.close();
    return took;
  });
  return row(`replay of ${load.what}`, [
    [us / appends / load.events, 'us/event', 3],
    [(load.bytes * appends) / us, 'MB/s', 0],
  ]);
}

async function measureOpen(): Promise<string> {
  const took = await inDirectory(async (dir) => {
    const start = performance.now();
    const spool = open(dir, 'never');
    const ms = performance.now() - start;
    await spool.close();
    return ms;
  });
  return row('open', [[took, 'ms', 2]]);
}

function row(what: string, values: readonly (readonly [value: number, unit: string, digits: number])[]): string {
  return (
    what.padEnd(34) + values.map(([value, unit, digits]) => `${value.toFixed(digits).padStart(10)} ${unit}`).join('')
  );
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);
say(`node ${process.version}, ${tmpdir()}`);
say(await measureOpen());
for (const fsync of FSYNCS)
  for (const load of [lines(1), lines(10), lines(100), compressed(16), compressed(64), compressed(256)])
    say(await measureAppend(load, fsync));
for (const load of [lines(1), lines(100), compressed(64)]) say(await measureReplay(load));
