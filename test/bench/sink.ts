import { once } from 'node:events';
import { startProgram } from './program.ts';

/** What a rate is measured by: the rest may wait for more to come, as every transport makes its last batch wait. */
export const MOST = 0.95;

/** What came in since the last time the sink was asked. */
export interface Received {
  readonly unique: number;
  readonly lost: number;
  readonly doubled: number;
  readonly requests: number;
  readonly wireBytes: number;
  readonly bytes: number;
  /** When {@link MOST} of the unique events had come, in us of the machine's monotonic clock. */
  readonly mostAtUs: string;
  /** From the mark in the line to the end of its body, in ms; ascending. Only of lines that carry a time. */
  readonly latencies: readonly number[];
}

export interface SinkJob {
  /** Ports to listen on. @default 1 */
  readonly addresses?: number;
  /** @default answers at once */
  readonly temper?: Temper;
}

/** How an endpoint is that is not well. */
export interface Temper {
  /** Time that a request takes once it is its turn. */
  readonly latencyMs: number;
  /** Requests it works on at the same time. */
  readonly atOnce: number;
  /** What becomes of the others. */
  readonly others: 'wait' | 'busy';
}

export type Fault = 'none' | 'busy' | 'down';

export interface Progress {
  readonly requests: number;
  readonly bytes: number;
}

export type SinkAsked = { readonly expected: number } | { readonly fault: Fault } | { readonly progress: true };

/** A collector in a process of its own. It keeps bodies as they come and looks into them when it is asked: off the clock. */
export interface Sink extends AsyncDisposable {
  readonly url: string;
  /** One for each address. */
  readonly urls: readonly string[];
  /** Fails from now on, or works again with `none`. */
  fail(how: Fault): Promise<void>;
  progress(): Promise<Progress>;
  /** Looks into everything received and forgets it. Event numbers are expected to be 0 to `expected` - 1. */
  inspect(expected: number): Promise<Received>;
  /** @throws Error when events were lost or doubled: a figure of such a run is worth nothing. */
  prove(expected: number): Promise<Received>;
}

export async function startSink(job: SinkJob = {}): Promise<Sink> {
  const child = startProgram('sink.ts', job);
  const answer = async <T>(): Promise<T> => ((await once(child, 'message')) as [T])[0];
  const { ports } = await answer<{ ports: number[] }>();
  const ask = <T>(asked: SinkAsked): Promise<T> => {
    const reply = answer<T>();
    child.send(asked);
    return reply;
  };
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  const inspect = (expected: number): Promise<Received> => ask({ expected });
  return {
    url: urls[0] as string,
    urls,
    fail: async (fault) => void (await ask({ fault })),
    progress: () => ask({ progress: true }),
    inspect,
    async prove(expected) {
      const received = await inspect(expected);
      if (received.lost > 0 || received.doubled > 0)
        throw new Error(`of ${expected} events ${received.lost} were lost and ${received.doubled} doubled`);
      return received;
    },
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
