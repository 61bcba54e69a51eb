import type { Answer, Call, House, TakenEvent } from '../personality/types.ts';
import { hecAnswer, hecBody } from './codes.ts';
import type { Defaults } from './envelope.ts';

/** A request that was let in, with its channel and its inflated body. */
export interface Visit {
  readonly call: Call;
  readonly house: House;
  readonly channel: string | undefined;
  readonly text: string;
}

/** Metadata for every event of the request, from its query. */
export function readDefaults({ call, channel }: Visit): Defaults {
  const defaults: Record<string, string | number> = {};
  for (const key of ['host', 'source', 'sourcetype', 'index']) {
    const value = call.query.get(key);
    if (value !== null) defaults[key] = value;
  }
  const time = call.query.get('time');
  if (time !== null && Number.isFinite(Number(time))) defaults['time'] = Number(time);
  if (channel !== undefined) defaults['channel'] = channel;
  return defaults;
}

/** Codes 24 and 25 begin at this share of a queue (protocol 1.15, `warn_at_80`). */
const warnAt = 0.8;

/**
 * Keeps the events and says so, with an ack id where acks are on. `failed` is the code and the reported number that
 * ended the reading: what came before it is kept and acknowledged all the same (protocol S28, A09).
 */
export function settle(
  { house, channel }: Visit,
  taken: readonly TakenEvent[],
  failed?: { readonly code: number; readonly number: number },
): Answer {
  const { config, acks } = house;
  const trouble = failed === undefined ? {} : { 'invalid-event-number': failed.number };
  if (config.ack === undefined || channel === undefined || taken.length === 0) {
    return { ...hecAnswer(failed?.code ?? 0, trouble), taken };
  }
  const fill = acks.fill(channel);
  if (fill >= 1) return hecAnswer(config.backpressure ? 27 : 9);
  const ackId = acks.issue(channel);
  const code = failed?.code ?? (config.backpressure && fill >= warnAt ? 25 : 0);
  return { ...hecAnswer(code), body: hecBody(code, { ...trouble, ackId }), taken, ackId };
}
