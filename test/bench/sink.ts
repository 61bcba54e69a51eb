import { once } from 'node:events';
import { startProgram } from './program.ts';

/** What came in since the last time the sink was asked. */
export interface Received {
  readonly unique: number;
  readonly lost: number;
  readonly doubled: number;
  readonly requests: number;
  readonly wireBytes: number;
  readonly bytes: number;
  /** From the mark in the line to the end of its body, in ms; ascending. Only of lines that carry a time. */
  readonly latencies: readonly number[];
}

/** A collector in a process of its own. It keeps bodies as they come and looks into them when it is asked: off the clock. */
export interface Sink extends AsyncDisposable {
  readonly url: string;
  /** Looks into everything received and forgets it. Event numbers are expected to be 0 to `expected` - 1. */
  inspect(expected: number): Promise<Received>;
  /** @throws Error when events were lost or doubled: a figure of such a run is worth nothing. */
  prove(expected: number): Promise<Received>;
}

export async function startSink(): Promise<Sink> {
  const child = startProgram('sink.ts', {});
  const answer = async <T>(): Promise<T> => ((await once(child, 'message')) as [T])[0];
  const { port } = await answer<{ port: number }>();
  const inspect = async (expected: number): Promise<Received> => {
    const reply = answer<Received>();
    child.send({ expected });
    return reply;
  };
  return {
    url: `http://127.0.0.1:${port}`,
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
