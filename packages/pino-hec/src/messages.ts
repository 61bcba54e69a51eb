/**
 * What travels between the application's thread and the worker, as thread-stream carries it: `transport.emit('message',
 * request)` on the main side arrives at the worker's port, and `{ code: 'EVENT', name, args }` posted by the worker
 * is emitted by the transport. Within one thread the stream emits and hears both itself, so that one protocol serves
 * the worker transport and the in-process stream.
 */
export type Message = Request | ConfigMessage;

/** Something the application asks; answered by the event of {@link ANSWERS} with the same `id` as last argument. */
export interface Request {
  readonly code: 'HEC_STATS' | 'HEC_FLUSH';
  readonly id?: number;
  /** For `HEC_FLUSH`: milliseconds to wait at most. */
  readonly timeoutMs?: number;
}

export const ANSWERS: Readonly<Record<Request['code'], string>> = { HEC_STATS: 'hec:stats', HEC_FLUSH: 'hec:flushed' };

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
export function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null || !('code' in value)) return false;
  return value.code === 'PINO_CONFIG' || (typeof value.code === 'string' && Object.hasOwn(ANSWERS, value.code));
}
