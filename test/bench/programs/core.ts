// hec-core fed with ready lines, in turn with what it is compared to: gzip of the very same bodies, or another client.
import { Buffer } from 'node:buffer';
import process from 'node:process';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { createHecClient, type HecClient, type HecOptions, nodeRuntime, type Sender } from 'hec-core';
import { type Cost, cost, inTurn, type Pair } from '../clock.ts';
import { chunksOf, type LineBytes } from '../lines.ts';
import { jobOf } from '../program.ts';

/** A client to measure. */
export interface ClientJob {
  readonly options: HecOptions;
  /** So many senders with metadata of their own take turns. */
  readonly senders?: number;
  /** Events of a block, if not the job's. */
  readonly events?: number;
}

export interface CoreJob {
  readonly bytes: LineBytes;
  readonly events: number;
  readonly blocks: number;
  readonly chunkUnits?: number;
  readonly a: ClientJob;
  /** `gzip`: level 1 of the bodies that `a` made, one job at a time as `a` does, and one copy of each. */
  readonly b: ClientJob | 'gzip';
}

export interface CoreResult extends Pair {
  /** How many events were sent in all, warming up included. */
  readonly sent: number;
}

const LINES = {
  trusted: true,
  levels: { '20': { label: 'debug' }, '30': { label: 'info' }, '40': { label: 'warn' }, '50': { label: 'error' } },
} as const;

/** How a program that has a body to compress does it, with the chunks that cost least. */
const GZIP = { level: 1, chunkSize: 65_536 };
const zip = promisify(gzip);

/** Events whose lines are made at once. */
const PORTION = 500_000;

const job = jobOf() as CoreJob;
/** Event numbers go on over blocks and clients: the sink sees each once. */
let sent = 0;
/** So many bodies stand for all, which are alike: 32 MB of them outside its heap make V8 collect garbage twice as often. */
const KEPT = 8;
const bodies: Uint8Array[] = [];
/** The last of a block is not full. */
let lastBody = new Uint8Array(0);
let made = 0;
let counting = job.b === 'gzip';

function open({ options, senders = 1 }: ClientJob): { client: HecClient; senders: Sender[] } {
  const client = createHecClient(options, {
    runtime: {
      ...nodeRuntime,
      gzip(bytes, level) {
        if (counting) {
          made++;
          // Its memory is used again.
          lastBody = Uint8Array.from(bytes);
          if (bodies.length < KEPT) bodies.push(lastBody);
        }
        return nodeRuntime.gzip(bytes, level);
      },
    },
  });
  const several = Array.from({ length: senders }, (_, at) => client.child({ source: `source-${at}` }));
  return { client, senders: senders === 1 ? [client] : several };
}

function measured(about: ClientJob): () => Promise<Cost> {
  const { client, senders } = open(about);
  const portion = async (events: number, last: boolean): Promise<Cost> => {
    const chunks = chunksOf(job.bytes, sent, events, job.chunkUnits);
    sent += events;
    return cost(async () => {
      for (const [at, chunk] of chunks.entries()) {
        await client.room();
        (senders[at % senders.length] as Sender).sendLines(chunk, undefined, LINES);
        // A worker is handed one chunk a turn of its event loop.
        await setImmediate();
      }
      const { drained } = last ? await client.flush({ timeoutMs: 60_000 }) : { drained: true };
      if (!drained) throw new Error('not everything was delivered in a minute');
    });
  };
  return async () => {
    const all: Cost = { cpuUs: 0, wallUs: 0 };
    // Lines are made off the clock, and not more of them at once than memory likes.
    for (let rest = about.events ?? job.events; rest > 0; rest -= PORTION) {
      const { cpuUs, wallUs } = await portion(Math.min(rest, PORTION), rest <= PORTION);
      all.cpuUs += cpuUs;
      all.wallUs += wallUs;
    }
    return all;
  };
}

function compressing(): Promise<Cost> {
  return cost(async () => {
    for (let at = 0; at < made; at++) {
      const body = at === made - 1 ? lastBody : (bodies[at % bodies.length] as Uint8Array);
      await zip(Buffer.from(body), GZIP);
    }
  });
}

const a = measured(job.a);
const b = job.b === 'gzip' ? compressing : measured(job.b);
// Warm, and the bodies are known.
await a();
counting = false;
await b();
await a();
const pair = await inTurn(job.blocks, a, b);
process.send?.({ ...pair, sent } satisfies CoreResult);
process.exit(0);
