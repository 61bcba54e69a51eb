// An application that logs through one peer: all at once, at a rate, or right before it ends.
import { once } from 'node:events';
import process from 'node:process';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { PEERS } from '../peer-transports.ts';
import { jobOf } from '../program.ts';

export interface ShipperJob {
  readonly peer: string;
  readonly url: string;
  readonly events: number;
  /** Events a second; as fast as it goes without. */
  readonly rate?: number;
  /** Ends with `process.exit` right behind the last log call. */
  readonly exits?: boolean;
}

export interface Shipped {
  readonly startedAtUs: string;
  /** Time in log calls on the application's thread. */
  readonly callsUs: number;
}

export interface Stopped {
  readonly cpuUs: number;
  readonly inFile: number | undefined;
}

/** An application does something else from time to time. */
const BURST = 100;

const job = jobOf() as ShipperJob;
const peer = await (PEERS[job.peer] as (typeof PEERS)[string])(job.url);
// What is loaded with the first event, a connection and worker threads are there. Who ends at once has none of that.
if (job.exits !== true) peer.log('begins', 0);
await setTimeout(2500);
// A peer that dies must not take the measurement of what it lost along.
process.on('uncaughtException', () => {});
process.send?.({ begun: true });
const cpu = process.cpuUsage();
const startedAtUs = String(process.hrtime.bigint() / 1000n);
let callsUs = 0;
for (let n = 0; n < job.events; ) {
  const start = process.hrtime.bigint();
  for (let at = 0; at < (job.rate === undefined ? BURST : job.rate / 50) && n < job.events; at++, n++)
    peer.log(`request completed by the order service for a customer of ours #${String(n).padStart(7, '0')}#`, n);
  callsUs += Number(process.hrtime.bigint() - start) / 1000;
  if (job.exits !== true) await (job.rate === undefined ? setImmediate() : setTimeout(20));
}
if (job.exits === true) process.exit(0);
process.send?.({ startedAtUs, callsUs } satisfies Shipped);
await once(process, 'message');
const { user, system } = process.cpuUsage(cpu);
await Promise.race([peer.end().catch(() => {}), setTimeout(5000)]);
process.send?.({ cpuUs: user + system, inFile: await peer.inFile?.() } satisfies Stopped, () => process.exit(0));
