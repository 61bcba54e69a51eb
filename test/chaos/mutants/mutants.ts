import type { Kind } from '../plan/kinds.ts';

/** A bug that somebody could write: one place of hec-core's sources, changed. */
export interface Mutant {
  readonly name: string;
  /** Below packages/hec-core/src. */
  readonly file: string;
  /** Stands there exactly once. */
  readonly find: string;
  readonly replace: string;
  /** Only scenarios of this kind can show it. */
  readonly among?: Kind;
}

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'code 7 taken at its word: off by one',
    file: 'dialect/splunk.ts',
    find: 'reply.eventNumber === undefined ? undefined : reply.eventNumber - 1',
    replace: 'reply.eventNumber',
  },
  {
    name: 'the head is sent again after a refusal',
    file: 'dialect/outcome.ts',
    find: '{ events: bad, fate: delivered(ackId) }',
    replace: "{ events: bad, fate: { do: 'again' } }",
  },
  {
    name: 'the tail is dropped after a refusal',
    file: 'dialect/outcome.ts',
    find: "{ events: sent.events - bad - 1, fate: { do: 'again' } }",
    replace: '{ events: sent.events - bad - 1, fate: delivered(undefined) }',
  },
  {
    name: 'the refused event is sent again with the rest',
    file: 'dialect/outcome.ts',
    find: "{ events: 1, fate: { do: 'refuse', reason } }",
    replace: "{ events: 1, fate: { do: 'again' } }",
  },
  {
    name: 'busy at event N begins again after N',
    file: 'dialect/splunk.ts',
    find: 'const taken = within(sent, reply.eventNumber) ?? 0;',
    replace: 'const taken = Math.min(sent.events, (within(sent, reply.eventNumber) ?? -1) + 1);',
  },
  {
    name: 'nearly full is taken for busy',
    file: 'dialect/splunk.ts',
    find: 'return NEARLY_FULL.has(code) ? { ...outcome, slowDown: true } : outcome;',
    replace: "return NEARLY_FULL.has(code) ? all(sent, retry('busy', false, undefined)) : outcome;",
  },
  {
    name: 'a dropped gap record is forgotten',
    file: 'observe/gaps.ts',
    find: 'pending = merge(sent, pending);',
    replace: '',
    among: 'records-dropped',
  },
  {
    name: 'drops after the first are not told of',
    file: 'observe/gaps.ts',
    find: 'pending = merge(pending, { events, reasons: { [reason]: events }, from, to });',
    replace: 'pending ??= { events, reasons: { [reason]: events }, from, to };',
  },
  {
    name: 'a gate that was parked never opens',
    file: 'gate.ts',
    find: 'return inFlight === 0 && runtime.elapsed() >= until;',
    replace: "return state !== 'parked' && inFlight === 0 && runtime.elapsed() >= until;",
  },
  {
    name: 'a shut gate wakes nobody',
    file: 'lanes.ts',
    find: 'awake = runtime.timer(Math.max(0, at - runtime.elapsed()), () => {',
    replace: 'awake = runtime.timer(1e9, () => {',
  },
  {
    name: 'Retry-After is ignored',
    file: 'act/retry.ts',
    find: 'fate.afterMs === undefined ? undefined : Math.min(fate.afterMs, options.maxRetryAfterMs)',
    replace: 'undefined',
    among: 'waits-asked-for',
  },
  {
    name: 'what another lane delivers ends the wait that was asked for',
    file: 'gate.ts',
    find: 'if (runtime.elapsed() < askedUntil) return;',
    replace: 'askedUntil = 0;',
    among: 'waits-asked-for',
  },
  {
    name: 'acknowledgements are kept without their channel',
    file: 'ack/channels.ts',
    find: 'current = openChannel(current.affinity);',
    replace: 'current = { ...openChannel(current.affinity), outstanding: current.outstanding };',
    among: 'answers-lost-with-acks',
  },
  {
    name: 'ids of a channel that forgot them overwrite each other',
    file: 'ack/indexer.ts',
    find: 'if (!noteId(channel, ackId)) {',
    replace: 'if (noteId(channel, ackId) === undefined) {',
    among: 'channels-forgotten',
  },
  {
    name: 'what is not acknowledged in time counts as delivered',
    file: 'ack/indexer.ts',
    find: "      again(batch, 'timeout');",
    replace: "      custody.settle(batch, 'acked');",
    among: 'acks-lost',
  },
  {
    name: 'what has to be tried again counts as delivered',
    file: 'act/retry.ts',
    find: `    // To the back: the probe takes another batch, which tells a sick endpoint from a sick batch.
    again.requeue(batch, 'back');`,
    replace: "    custody.settle(batch, 'taken');",
  },
  {
    name: 'the second half is sent twice, the first never',
    file: 'act/again.ts',
    find: "for (const half of halves.toReversed()) requeue(half, 'front');",
    replace: "for (const half of halves.slice(1)) for (const twice of [half, half]) requeue(twice, 'front');",
  },
  {
    name: 'dead letters are written, and counted as dropped',
    file: 'act/refuse.ts',
    find: "custody.settle(batch, kept ? 'deadLettered' : ",
    replace: 'custody.settle(batch, ',
  },
  {
    name: 'what may have been taken is not counted',
    file: 'observe/observer.ts',
    find: 'if (fate.ambiguous) countAmbiguous(events, fate.reason);',
    replace: '',
  },
  {
    name: 'a cut loses the line end before it, and an event with it',
    file: 'dialect/framing.ts',
    find: '    end = lf + 1;',
    replace: '    end = lf + 2;',
  },
  {
    name: 'one failure among deliveries is proof of poison',
    file: 'act/suspicion.ts',
    find: 'const CERTAIN = 10;',
    replace: 'const CERTAIN = 0.1;',
  },
  {
    name: 'poison is never proven',
    file: 'act/suspicion.ts',
    find: 'const CERTAIN = 10;',
    replace: 'const CERTAIN = Number.POSITIVE_INFINITY;',
  },
  {
    name: 'an event that is sent again uses up an id',
    file: 'intake/ids.ts',
    find: 'const numbered = Math.min(events, given);',
    replace: 'const numbered = events;',
  },
  {
    name: 'memory that a delivery frees is not given back',
    file: 'custody/holdings.ts',
    find: `      if (!sealed.delete(batch)) return false;
      room.hold(-batch.body.byteLength);`,
    replace: '      if (!sealed.delete(batch)) return false;',
  },
  {
    name: 'halving does not stop at the bad event: a size that is refused is learned by no one',
    file: 'dialect/outcome.ts',
    find: "return sent.events > 1 ? { do: 'halve', reason } : { do: 'refuse', reason };",
    replace: "return { do: 'refuse', reason };",
  },
];
