import { emitWarning } from 'node:process';
import type { WarningListener } from 'hec-core';
import type TransportStream from 'winston-transport';

/** What the `warn` event of the transport, which the logger forwards, brings along. */
export interface HecWarning extends Error {
  readonly name: 'HecWarning';
  /** Names the kind of warning; at most one a minute of each comes. */
  readonly code: string;
}

/**
 * Emits warnings as `warn`, never as `error`: an `error` of a transport without a listener ends the process
 * (winston-splunk-httplogger#8). Where nobody listens to `warn`, the process says it.
 *
 * Not before the running code has ended: a constructor's warnings could not be listened to otherwise.
 */
export function warningsOf(transport: TransportStream): WarningListener {
  return ({ code, message }) =>
    queueMicrotask(() => {
      const warning: HecWarning = Object.assign(new Error(message), { name: 'HecWarning' as const, code });
      const heard = isHeard(transport);
      transport.emit('warn', warning);
      if (!heard) emitWarning(warning);
    });
}

/** Whether somebody other than winston, which passes the event on to its logger, listens. */
function isHeard(
  transport: TransportStream & { readonly parent?: NodeJS.EventEmitter | null; readonly __winstonwarn?: unknown },
): boolean {
  const { parent, __winstonwarn: forwarder } = transport;
  return (
    transport.listeners('warn').some((listener) => listener !== forwarder) || (parent?.listenerCount('warn') ?? 0) > 0
  );
}
