import { EventEmitter } from 'node:events';
import { ANSWERS } from './messages.ts';

// What an EventEmitter takes; the types of the events are those of `Control.on`.
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

const relays = new WeakMap<Controllable, EventEmitter>();

/**
 * The answers of a transport, and its `close`, for as many as wait for one at once. Node takes more than ten listeners
 * of a transport for a leak, and says so.
 */
export function answersOf(transport: Controllable): EventEmitter {
  const known = relays.get(transport);
  if (known !== undefined) return known;
  const relay = new EventEmitter().setMaxListeners(0);
  for (const name of new Set(['close', ...Object.values(ANSWERS)]))
    transport.on(name, (...args) => void relay.emit(name, ...args));
  relays.set(transport, relay);
  return relay;
}

export const hasEnded = ({ closed, destroyed }: Controllable): boolean => closed === true || destroyed === true;
