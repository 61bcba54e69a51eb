import { type Address, addresses, checkAddress } from './addresses.ts';
import { healths } from './health.ts';
import { invariants } from './invariants.ts';
import { playOtel } from './play-otel.ts';
import { expectOutcome, expectRequest, giveAll, inOrder, type Played, playSender } from './play-sender.ts';
import { type Chameleon, playServer } from './play-server.ts';
import { playRoundTrip, roundTrips } from './round-trip.ts';
import type { DialectName, Evidence, Speaker, Vector } from './vector.ts';
import { falcon, logscale } from './vectors/crowdstrike.ts';
import { datadog, elastic, others, sumo } from './vectors/json-intakes.ts';
import { otel } from './vectors/otel.ts';
import { receivers } from './vectors/receivers.ts';
import { sekoia } from './vectors/sekoia.ts';
import { splunkAccepted } from './vectors/splunk-accepted.ts';
import { splunkAck } from './vectors/splunk-ack.ts';
import { splunkRejected } from './vectors/splunk-rejected.ts';
import { xsiam } from './vectors/xsiam.ts';

/** Which of ours a check is about: what the sender sends, what it makes of the answer, or what hec-server answers. */
export type Side = 'request' | 'outcome' | 'server';

/** One cell of the matrix. `self`: nobody but our own server confirms it. */
export interface Check {
  readonly id: string;
  readonly what: string;
  readonly speaker: Speaker;
  readonly side: Side;
  readonly evidence: Evidence | 'self';
  /** Throws when it does not hold. */
  run(chameleon: Chameleon): Promise<void>;
}

const VECTORS: readonly Vector[] = [
  ...splunkAccepted,
  ...splunkRejected,
  ...splunkAck,
  ...receivers,
  ...falcon,
  ...logscale,
  ...xsiam,
  ...sekoia,
  ...datadog,
  ...sumo,
  ...elastic,
  ...others,
];

function checksOf(vector: Vector): Check[] {
  const { id, what, speaker, evidence, requestEvidence = evidence, sender, server } = vector;
  const about = { id, what, speaker };
  const dialect = speaker as DialectName;
  let once: Promise<Played> | undefined;
  /** Played once, looked at from both sides. */
  const play = (): Promise<Played> =>
    (once ??= playSender({
      dialect,
      options: sender?.options,
      base: sender?.base,
      give: giveAll(sender?.gives ?? [{ event: 'a' }]),
      respond: inOrder(sender?.answers ?? (vector.answer === undefined ? [] : [vector.answer])),
    }));
  const checks: Check[] = [];
  if (sender?.sends !== undefined) {
    const { sends } = sender;
    const run = async (): Promise<void> => expectRequest(sends, (await play()).requests[0]);
    checks.push({ ...about, side: 'request', evidence: requestEvidence, run });
  }
  if (sender?.does !== undefined) {
    const { does } = sender;
    const run = async (): Promise<void> => expectOutcome(dialect, does, await play());
    checks.push({ ...about, side: 'outcome', evidence, run });
  }
  if (server !== undefined)
    checks.push({ ...about, side: 'server', evidence, run: (chameleon) => playServer(vector, server, chameleon) });
  return checks;
}

const addressCheck = (address: Address): Check => ({
  id: address.id,
  what: `the address that ${Object.values(address.options.splunk ?? address.options.falcon ?? address.options.sekoia ?? {}).join(', ')} stand for`,
  speaker: address.speaker,
  side: 'request',
  evidence: address.evidence,
  run: () => checkAddress(address),
});

/** Every cell of the matrix, in the order of the protocol. */
export const checks: readonly Check[] = [
  ...VECTORS.flatMap(checksOf),
  ...healths,
  ...addresses.map(addressCheck),
  ...otel.map(
    (vector): Check => ({
      id: vector.id,
      what: vector.what,
      speaker: 'otel-hec',
      side: 'request',
      evidence: vector.evidence,
      run: () => playOtel(vector),
    }),
  ),
  ...invariants,
  ...roundTrips.map(
    (trip): Check => ({
      id: trip.id,
      what: trip.what,
      speaker: trip.speaker,
      side: 'server',
      evidence: 'self',
      run: (chameleon) => playRoundTrip(trip, chameleon),
    }),
  ),
];
