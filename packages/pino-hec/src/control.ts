import { performance } from 'node:perf_hooks';
import type { CheckResult, DestinationStatus, FlushResult, HecChanges, ShownSettings, Stats } from 'hec-core';
import { createAsk, LONG_WAIT_MS } from './ask.ts';
import type { Controllable } from './controllable.ts';
import type { HecTransportEvents } from './events.ts';
import { addFlushed, handOver } from './hand-over.ts';
import { say } from './last-words.ts';

/** A running transport, from the application's side. Nothing of it keeps the process alive for long. */
export interface Control {
  /** Asks for a snapshot. Works before the worker is ready too. Rejects with `HEC_CLOSED` when it has ended. */
  stats(): Promise<Stats>;
  /**
   * Hands over everything logged so far and resolves when it is settled or time is up. Works with several
   * `targets` too, where `logger.flush` does not reach the transport. Rejects with `HEC_CLOSED` when it has ended.
   * @param options `timeoutMs` milliseconds to wait for delivery, `shutdownTimeoutMs` unless given
   */
  flush(options?: { readonly timeoutMs?: number }): Promise<FlushResult>;
  /** Sends nothing until {@link resume}; what is logged is taken and held meanwhile, as in an outage. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Each destination in a line: whether it is connected, and what it said last. */
  status(): Promise<readonly DestinationStatus[]>;
  /**
   * The effective configuration, every default filled in, no secret in it. With several targets it has the destinations
   * of all, and of what is not theirs (`shutdownTimeoutMs` and the like) the first target's.
   */
  config(): Promise<ShownSettings>;
  /**
   * Changes address, token, certificates or level while the application logs; queue and configuration stay.
   * @param destination the one that changes, wherever several targets share a worker; without it, what all destinations
   * of the target inherit that do not set it themselves
   * @returns rejects with the `HecError` that says what is wrong, and nothing has changed then
   */
  update(changes: HecChanges, destination?: string): Promise<void>;
  /** Asks every endpoint whether it is there and takes the token. */
  check(): Promise<CheckResult>;
  /** Listens to an event, with its type. Returns what ends it. */
  on<K extends keyof HecTransportEvents>(name: K, listener: (...args: HecTransportEvents[K]) => void): () => void;
}

/** Which transport is meant. */
export interface ControlOptions {
  /**
   * Where several `pino-hec` targets share one worker: the name of a destination of the one that is asked. Without it
   * all of them are asked and answer together; only {@link Control.update} wants to know which one.
   */
  readonly destination?: string;
}

/**
 * Controls a transport from the application's thread.
 * @example
 * const transport = pino.transport({ target: 'pino-hec' });
 * const logger = pino(transport);
 * const { ledger } = await control(transport).stats();
 */
export function control(transport: Controllable, { destination: to }: ControlOptions = {}): Control {
  explainWorkerErrors(transport);
  const ask = createAsk(transport, to);
  return {
    stats: () => ask({ code: 'HEC_STATS' }),
    pause: () => ask({ code: 'HEC_PAUSE' }),
    resume: () => ask({ code: 'HEC_RESUME' }),
    status: () => ask({ code: 'HEC_STATUS' }),
    config: () => ask({ code: 'HEC_CONFIG' }),
    update: (changes, destination) =>
      ask({ code: 'HEC_UPDATE', changes, ...(destination === undefined ? {} : { destination }) }),
    check: () => ask({ code: 'HEC_CHECK' }, LONG_WAIT_MS),
    async flush({ timeoutMs } = {}) {
      const startedAt = performance.now();
      // The question could overtake lines that are still on this side; pino's own flush cannot.
      const first = await handOver(transport, timeoutMs);
      const left =
        timeoutMs === undefined ? {} : { timeoutMs: Math.max(0, timeoutMs - (performance.now() - startedAt)) };
      return addFlushed(first, await ask<FlushResult>({ code: 'HEC_FLUSH', ...left }, LONG_WAIT_MS));
    },
    on(name, listener) {
      transport.on(name, listener);
      return () => void transport.off(name, listener);
    },
  };
}

const explained = new WeakSet<Controllable>();

/**
 * A worker that runs out of memory is an uncaught exception of the application that names neither pino nor this
 * transport, because nobody listens to its worker (pitfall 8). What follows is the transport's `error`, as for any other
 * end of the worker.
 */
function explainWorkerErrors(transport: Controllable): void {
  if (transport.worker === undefined || explained.has(transport)) return;
  explained.add(transport);
  transport.worker.on('error', (error) => {
    const message =
      `The worker thread of the pino transport ended: ${error.message}. What it held is lost, and no further line is ` +
      'delivered by it. If it was short of memory: queue.maxBytes bounds what pino-hec holds, and `worker.resourceLimits` what the thread may use.';
    transport.emit('hec:warning', { destination: 'hec', code: 'worker-failed', message });
    say(`pino-hec: ${message}`);
  });
}
