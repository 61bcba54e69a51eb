import type { HecChanges, HecErrorCode } from 'hec-core';

/**
 * Something the application asks; answered by the event of {@link ANSWERS} with the same `id`.
 *
 * It travels as thread-stream carries it: `transport.emit('message', request)` on the main side arrives at the worker's
 * port, and `{ code: 'EVENT', name, args }` posted by the worker is emitted by the transport. Within one thread the
 * stream emits and hears both itself, so that one protocol serves the worker transport and the in-process stream.
 */
export interface Request {
  readonly code: keyof typeof ANSWERS;
  readonly id?: number;
  /** Who is meant where several transports share a worker: those that have a destination of this name. */
  readonly to?: string;
  /** For `HEC_FLUSH`: milliseconds to wait at most. */
  readonly timeoutMs?: number;
  /** For `HEC_UPDATE`. */
  readonly changes?: HecChanges;
  readonly destination?: string;
}

export const ANSWERS = {
  HEC_STATS: 'hec:stats',
  HEC_FLUSH: 'hec:flushed',
  HEC_STATUS: 'hec:answer',
  HEC_CONFIG: 'hec:answer',
  HEC_CHECK: 'hec:answer',
  HEC_PAUSE: 'hec:answer',
  HEC_RESUME: 'hec:answer',
  HEC_UPDATE: 'hec:answer',
} as const;

/** Third argument of an answer: why there is none. As plain data, because an error's code does not cross threads. */
export interface Refusal {
  readonly code: HecErrorCode;
  readonly message: string;
  readonly option: string | undefined;
}

/** What pino tells every stream that a logger is made of. */
export interface ConfigMessage {
  readonly code: 'PINO_CONFIG';
  readonly config: PinoConfig;
}

/** As much of it as matters here; lines keep their `messageKey` and `errorKey` because they are never taken apart. */
export interface PinoConfig {
  /** Labels by number, custom levels included. */
  readonly levels?: { readonly labels?: Readonly<Record<string, string>> };
}

/** Where an event goes: to the main thread from a worker, to the stream's own listeners in process. */
export type Emit = (name: string, ...args: readonly unknown[]) => void;

/** Anything else may pass on the same port: thread-stream's own messages, Node's watch mode, other targets'. */
export const isRequest = (value: unknown): value is Request => Object.hasOwn(ANSWERS, codeOf(value));

export const isConfig = (value: unknown): value is ConfigMessage => codeOf(value) === 'PINO_CONFIG';

function codeOf(value: unknown): string {
  if (typeof value !== 'object' || value === null || !('code' in value)) return '';
  return typeof value.code === 'string' ? value.code : '';
}
