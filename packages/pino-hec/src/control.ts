import { clearTimeout, setTimeout } from 'node:timers';
import {
  type CheckResult,
  type DestinationStatus,
  type FlushResult,
  type HecChanges,
  HecError,
  type ShownSettings,
  type Stats,
} from 'hec-core';
import type { HecTransportEvents } from './events.ts';
import { addFlushed, handOver } from './hand-over.ts';
import { say } from './last-words.ts';
import { ANSWERS, type Refusal, type Request } from './messages.ts';

// What an EventEmitter takes; the types of the events are those of {@link Control.on}.
// oxlint-disable-next-line typescript/no-explicit-any
type Listener = (...args: any[]) => void;

/** What `pino.transport()` and {@link createHecStream} return, as far as it matters here. */
export interface Controllable {
  emit(name: string, ...args: unknown[]): boolean;
  on(name: string, listener: Listener): unknown;
  off(name: string, listener: Listener): unknown;
  flush?(callback: (error?: Error | null) => void): unknown;
  readonly closed?: boolean;
  readonly destroyed?: boolean;
  /** The thread, where there is one. */
  readonly worker?: { on(name: 'error', listener: (error: Error) => void): unknown };
}

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

/** The worker answers within a turn of its event loop, once it has started. */
const ANSWER_WAIT_MS = 10_000;
/** As long as a flush may take, and the answer. */
const FLUSH_WAIT_MS = 600_000 + ANSWER_WAIT_MS;

/** Which transport is meant. */
export interface ControlOptions {
  /**
   * Where several `pino-hec` targets share one worker: the name of a destination of the one that is asked. Without it
   * all of them are asked and answer together; only {@link Control.update} wants to know which one.
   */
  readonly destination?: string;
}

let lastId = 0;

/**
 * Controls a transport from the application's thread.
 * @example
 * const transport = pino.transport({ target: 'pino-hec' });
 * const logger = pino(transport);
 * const { ledger } = await control(transport).stats();
 */
export function control(transport: Controllable, { destination: to }: ControlOptions = {}): Control {
  explainWorkerErrors(transport);
  const ask = <T>(request: Request, waitMs = ANSWER_WAIT_MS): Promise<T> => {
    const id = ++lastId;
    const answer = ANSWERS[request.code];
    return new Promise((resolve, reject) => {
      const ended = new HecError('HEC_CLOSED', 'The pino-hec transport has ended; it answers no more.');
      if (transport.closed === true || transport.destroyed === true) return reject(ended);
      const end = (): void => {
        clearTimeout(timer);
        transport.off(answer, answered);
        transport.off('close', closed);
      };
      const answered = (value: T, answerId?: number, refusal?: Refusal): void => {
        if (answerId !== id) return;
        end();
        if (refusal === undefined) resolve(value);
        else reject(errorOf(refusal));
      };
      const closed = (): void => {
        end();
        reject(ended);
      };
      const late = (): void => {
        end();
        reject(new HecError('HEC_CLOSED', `The worker of pino-hec has not answered for ${waitMs / 1000} s.`));
      };
      // Keeps the process alive while somebody waits, and no longer.
      const timer = setTimeout(late, waitMs);
      transport.on(answer, answered);
      transport.on('close', closed);
      try {
        transport.emit('message', { ...request, id, ...(to === undefined ? {} : { to }) });
      } catch (error) {
        end();
        reject(new HecError('HEC_INVALID_OPTION', `This cannot travel to the worker thread: ${String(error)}`));
      }
    });
  };

  return {
    stats: () => ask({ code: 'HEC_STATS' }),
    pause: () => ask({ code: 'HEC_PAUSE' }),
    resume: () => ask({ code: 'HEC_RESUME' }),
    status: () => ask({ code: 'HEC_STATUS' }),
    config: () => ask({ code: 'HEC_CONFIG' }),
    update: (changes, destination) =>
      ask({ code: 'HEC_UPDATE', changes, ...(destination === undefined ? {} : { destination }) }),
    check: () => ask({ code: 'HEC_CHECK' }, FLUSH_WAIT_MS),
    async flush(options = {}) {
      // The question could overtake lines that are still on this side; pino's own flush cannot.
      const first = await handOver(transport, options.timeoutMs);
      const last = await ask<FlushResult>({ code: 'HEC_FLUSH', ...options }, FLUSH_WAIT_MS);
      return first === undefined ? last : addFlushed(first, last);
    },
    on(name, listener) {
      transport.on(name, listener);
      return () => void transport.off(name, listener);
    },
  };
}

function errorOf({ code, message, option }: Refusal): HecError {
  return new HecError(code, message, option === undefined ? {} : { option });
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
