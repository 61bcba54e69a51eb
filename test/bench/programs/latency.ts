// Time from the log call to the collector, line by line: pino through pino-hec, in turn with one bare POST a line.
import { Agent, request } from 'node:http';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import type { HecOptions } from 'hec-core';
import pino from 'pino';
import { jobOf } from '../program.ts';

export interface LatencyJob {
  readonly hec: HecOptions;
  readonly url: string;
  readonly calls: number;
  /** So many of them come first and are not timed. */
  readonly warm: number;
  /** Log calls at once, every `everyMs`. */
  readonly burst: number;
  readonly everyMs: number;
  readonly how: 'pino-hec' | 'post';
}

const job = jobOf() as LatencyJob;
const agent = new Agent({ keepAlive: true });
const log = pino({ base: null }, pino.transport({ target: 'pino-hec', options: job.hec }));
const mark = (n: number): string => `#${n}@${process.hrtime.bigint() / 1000n}#`;

function post(n: number, text: string): void {
  const body = `{"event":{"msg":"${text}","n":${n}}}`;
  const headers = { 'content-type': 'application/json', 'content-length': body.length, authorization: 'Splunk bench' };
  request(job.url, { method: 'POST', agent, headers }, (response) => void response.resume()).end(body);
}

const flushed = (): Promise<void> => new Promise((resolve) => log.flush(() => resolve()));

function one(n: number, text: string): void {
  if (job.how === 'post') post(n, text);
  else log.info(text);
}

// The worker has started, connections are made and code is warm before it counts: these have no time in their mark.
for (let n = 0; n < job.warm; n++) {
  one(n, `#${n}#`);
  if (n % 10 === 0) await setTimeout(job.everyMs);
}
await flushed();
await setTimeout(100);
for (let n = job.warm; n < job.calls; ) {
  for (let at = 0; at < job.burst && n < job.calls; at++, n++) one(n, mark(n));
  await setTimeout(job.everyMs);
}
await flushed();
await setTimeout(200);
process.send?.({ calls: job.calls });
process.exit(0);
