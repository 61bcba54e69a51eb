import type { Transform } from 'node:stream';
import type { FlushResult, HecClient, LineOptions, Stats } from 'hec-core';
import build from 'pino-abstract-transport';
import type { Asked } from './answer.ts';
import { bridge } from './bridge.ts';
import { takeChunks } from './chunks.ts';
import { lineOptions } from './levels.ts';
import { ANSWERS, type Emit, isConfig } from './messages.ts';
import type { LineSettings } from './options.ts';
import { standIn } from './oversize.ts';

/** A stream that pino writes to. It takes everything at once and has no `error`, whatever the endpoint does. */
export interface HecStream extends Transform {
  /**
   * Seals what is open, tries at once, and calls back when everything logged so far is settled or `shutdownTimeoutMs`
   * is over. Never with an error: one would end pino's worker. What became of the events is in the result.
   */
  flush(callback?: (error?: Error | null) => void): Promise<FlushResult>;
  stats(): Stats;
}

export interface StreamParts {
  readonly client: HecClient;
  readonly lines: LineSettings;
  readonly maxLineBytes: number;
  readonly emit: Emit;
  /** Called when the client is closed, with its last stats. */
  readonly closed?: (stats: Stats) => void;
}

/** A stream, and what it is to be told. */
export interface Wired {
  readonly stream: HecStream;
  readonly asked: Asked;
  /** For every message that comes: pino announces its levels in one of them. */
  readonly configure: (message: unknown) => void;
}

/** What a flush in vain leaves to the end: one more try, as for an endpoint that is known to be down. */
const STALLED_CLOSE_MS = 1000;

/** Joins a client and pino: lines in, events out, questions answered. */
export function createLineStream({ client, lines, maxLineBytes, emit, closed }: StreamParts): Wired {
  let options: LineOptions = lineOptions(lines, true);
  const events = bridge(client, emit);

  /** How much was delivered when a flush had to give up without any delivery. */
  let stalledAt: number | undefined;

  const flush = async (timeoutMs?: number): Promise<FlushResult> => {
    const result = await client.flush(timeoutMs === undefined ? {} : { timeoutMs });
    stalledAt = result.drained || result.delivered > 0 ? undefined : delivered(client);
    return result;
  };

  const flushAndTell = async (): Promise<FlushResult> => {
    const result = await flush();
    emit(ANSWERS.HEC_FLUSH, result);
    return result;
  };

  const stream = build(
    (source) =>
      takeChunks(source, {
        maxLineBytes,
        onLines: (run) => client.sendLines(run, undefined, options),
        onOversize: (head, bytes) => client.send(standIn(head, bytes)),
      }),
    {
      metadata: false,
      // A value would become an error, and an error not thrown again would be lost (pitfall 4).
      async close(error: Error | null) {
        // Who has just waited for a flush in vain does not wait as long again for the end.
        const stalled = stalledAt === delivered(client);
        await client.close(stalled ? { timeoutMs: STALLED_CLOSE_MS } : {});
        events.end();
        closed?.(client.stats());
        if (error) throw error;
      },
    },
  );

  return {
    stream: Object.assign(stream, {
      // Its length is what tells thread-stream that it calls back.
      flush(callback?: (error?: Error | null) => void): Promise<FlushResult> {
        const flushed = flushAndTell();
        if (callback !== undefined) void calledBack(flushed, callback);
        return flushed;
      },
      stats: () => client.stats(),
    }),
    asked: { client, flush },
    configure(message) {
      if (isConfig(message)) options = lineOptions(lines, true, message.config);
    },
  };
}

async function calledBack(flushed: Promise<unknown>, callback: () => void): Promise<void> {
  await flushed;
  callback();
}

function delivered(client: HecClient): number {
  const { acked, taken } = client.stats().ledger.delivered;
  return acked + taken;
}
