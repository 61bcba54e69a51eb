import type { ChannelMessages, FlushResult, Stats, WarningListener } from 'hec-core';

/**
 * What happens to delivery, as events of the transport on the application's thread (or of the in-process stream):
 * `transport.on('hec:drop', ({ reason, events }) => …)`. None of them is an `error`: whatever the endpoint does,
 * the logger goes on (pitfall 5). Events of one kind and cause come at most once a second; their counts add up.
 */
export interface HecTransportEvents {
  /** A snapshot: asked for, or because something changed. */
  'hec:stats': [stats: Stats, id?: number];
  /** Something a person should know. Also printed as a process warning of type `HecWarning`. */
  'hec:warning': [warning: Parameters<WarningListener>[0]];
  /** Events were lost. */
  'hec:drop': [drop: ChannelMessages['hec:drop']];
  /** Events were refused for good; `kept` tells whether they are in the dead letter file. */
  'hec:deadletter': [refusal: ChannelMessages['hec:deadletter']];
  /** An endpoint delivers again. */
  'hec:recovered': [endpoint: ChannelMessages['hec:recovered']];
  /** Nothing is held any more: everything logged so far has been delivered, refused or dropped (pitfall 13). */
  'hec:drained': [stats: Stats];
  /** Answer to a flush, whether by `logger.flush` or by `control(transport).flush()`. */
  'hec:flushed': [result: FlushResult, id?: number];
}
