// node --conditions=hec-source test/crash/backlog.ts [--kills N]: how much a `kill -9` finds between a pino application
// and its worker, in the shared ring and in the main thread's buffer. Those lines nobody has accepted yet.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as after } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type HecOptions, inspectSpool } from 'hec-core';
import { startLife } from './child.ts';

/** Of a line as pino writes it here. */
const BYTES_A_LINE = 250;
const LIMITS = { bytes: 1_000_000, events: 100_000 };

const LOADS = [
  { name: '1,000 lines/s', atOnce: 10, everyMs: 10 },
  { name: '10,000 lines/s', atOnce: 100, everyMs: 10 },
  { name: '50,000 lines/s', atOnce: 500, everyMs: 10 },
  { name: 'bursts of 10,000 in one turn, 5 a second', atOnce: 10_000, everyMs: 200 },
  { name: 'without a pause, 100 a turn of the event loop', atOnce: 100, everyMs: 0 },
] as const;

async function onDisk(dir: string): Promise<number> {
  let events = 0;
  for await (const { batch } of inspectSpool(dir, LIMITS)) events += batch?.events ?? 0;
  return events;
}

/** Logs and kills once; returns the lines that were logged and are not on disk. */
async function kill(atOnce: number, everyMs: number): Promise<number> {
  const dir = await mkdtemp(join(tmpdir(), 'hec-backlog-'));
  const options: HecOptions = {
    url: 'http://127.0.0.1:1',
    token: 'T',
    proxy: 'none',
    spool: { dir, mode: 'always', maxBytes: 4_294_967_296 },
    reportGaps: false,
  };
  const life = startLife('backlog-life', [JSON.stringify(options), String(atOnce), String(everyMs)]);
  await life.said(1);
  await after(300 + Math.random() * 700);
  const said = await life.kill();
  // Lines logged after the last word are missing in it, so it is never too many.
  const lost = Math.max(0, Number(said.at(-1) ?? 0) - (await onDisk(dir)));
  await rm(dir, { recursive: true, force: true });
  return lost;
}

const { values } = parseArgs({ options: { kills: { type: 'string', default: '15' } } });
const kilobytes = (lines: number): number => Math.round((lines * BYTES_A_LINE) / 1000);
const rows: Record<string, Record<string, number>> = {};
for (const { name, atOnce, everyMs } of LOADS) {
  const lost: number[] = [];
  while (lost.length < Number(values.kills)) lost.push(await kill(atOnce, everyMs));
  const sorted = lost.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const most = sorted.at(-1) ?? 0;
  rows[name] = { kills: lost.length, median, most, 'median kB': kilobytes(median), 'most kB': kilobytes(most) };
}
console.table(rows);
console.log(`lines that a kill -9 found between the application and the worker; Node ${process.version}`);
