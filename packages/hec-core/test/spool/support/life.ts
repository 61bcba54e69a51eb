// One life of an application with a spool: a child process of the tests, told what to do over IPC. What has to be known
// even if it dies in the middle goes to descriptor 4 with a write(2) of its own.
import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import process from 'node:process';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { nodeRuntime } from '../../../src/runtime.ts';
import { type Disk, nodeDisk } from '../../../src/spool/disk.ts';
import { openSpool } from '../../../src/spool/spool.ts';
import type { Spool, Ticket } from '../../../src/spool/types.ts';
import { type Death, deadlyDisk } from './deadly-disk.ts';
import { batchOf, eventsIn, must, plain, zipped } from './spool.ts';

export type Order =
  | { readonly do: 'open'; readonly dir: string; readonly death?: Death; readonly maxBytes?: number }
  /** Appends events, as lines and as batches in turn, and settles all but the last few as it goes. */
  | { readonly do: 'work'; readonly events: readonly string[]; readonly each: number; readonly keep: number }
  /** Appends lines at a time and answers with those that were taken. */
  | { readonly do: 'append'; readonly events: readonly string[]; readonly at: number }
  /** Becomes a user who may do less. */
  | { readonly do: 'become nobody' }
  /** Replays what dead owners left. */
  | { readonly do: 'recover'; readonly settle: boolean }
  | { readonly do: 'close' };

/** `accepted` and `settled` after the call, `settling` before it. */
export type Note = readonly [what: 'accepted' | 'settling' | 'settled', events: readonly string[]];

export interface Answer {
  readonly events: readonly string[];
  readonly warnings: readonly string[];
  readonly damagedEvents: number;
  readonly damagedRecords: number;
  readonly pid: number;
}

const NOTES = 4;
const NOBODY = 65_534;
const warnings: string[] = [];
let spool: Spool;

function note(...what: Note): void {
  if (isMainThread) writeSync(NOTES, `${JSON.stringify(what)}\n`);
}

function settle(events: readonly string[], tickets: readonly Ticket[]): void {
  note('settling', events);
  spool.settle(tickets);
  note('settled', events);
}

async function work(events: readonly string[], each: number, keep: number): Promise<void> {
  const held: { events: string[]; ticket: Ticket }[] = [];
  for (let from = 0; from < events.length; from += each) {
    const those = events.slice(from, from + each);
    const gzip = (from / each) % 2 === 1;
    const ticket = must(
      gzip
        ? spool.append(await zipped(batchOf(plain, those)))
        : spool.appendLines(plain, those.map((event) => `${event}\n`).join(''), those.length, from),
    );
    note('accepted', those);
    held.push({ events: those, ticket });
    if (held.length <= keep) continue;
    // Out of order, and one batch in halves: both happen.
    const [one] = held.splice((from / each) % 2, 1) as [(typeof held)[0]];
    settle(one.events, [one.ticket]);
  }
}

async function recover(settles: boolean): Promise<string[]> {
  const all: string[] = [];
  for await (const { recovered } of spool.recover({ bytes: 50_000, events: 1000 })) {
    if (recovered === undefined) continue;
    const { batch, tickets } = await spool.read(recovered.tickets);
    const events = await eventsIn(batch);
    all.push(...events);
    if (settles) settle(events, tickets);
  }
  return all;
}

async function obey(order: Order): Promise<Answer> {
  let events: string[] = [];
  if (order.do === 'open') {
    const disk: Disk = order.death === undefined ? nodeDisk : deadlyDisk(order.death);
    spool = openSpool({
      dir: order.dir,
      destination: 'splunk',
      dialect: 'splunk',
      maxBytes: order.maxBytes ?? 1_048_576,
      fsync: 'never',
      fsyncIntervalMs: 500,
      runtime: nodeRuntime,
      disk,
      onWarning: (code, message) => void warnings.push(`${code} ${message}`),
    });
  } else if (order.do === 'work') await work(order.events, order.each, order.keep);
  else if (order.do === 'append')
    events = order.events.filter((event) => spool.appendLines(plain, `${event}\n`, 1, order.at) !== undefined);
  else if (order.do === 'become nobody') {
    // Somebody already, and not root: then the tests' own user is held back by modes as it is.
    if (process.getuid?.() === 0) process.setuid?.(NOBODY);
  } else if (order.do === 'recover') events = await recover(order.settle);
  else await spool.close();
  const { damagedEvents, damagedRecords } = spool?.stats() ?? { damagedEvents: 0, damagedRecords: 0 };
  return { events, warnings, damagedEvents, damagedRecords, pid: process.pid };
}

// Whoever is killed leaves none behind for the next.
flushCompileCache();
if (isMainThread) process.on('message', (order: Order) => void obey(order).then((answer) => process.send?.(answer)));
else if (workerData === 'life')
  parentPort?.on('message', (order: Order) => void obey(order).then((answer) => parentPort?.postMessage(answer)));
