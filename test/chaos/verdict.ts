import { isBad, isTooLarge } from './guilt.ts';
import {
  duplicates,
  gapsIn,
  inDoubt,
  lost,
  missing,
  type Outcome,
  ownedUp,
  sum,
  takenInVain,
  untold,
} from './outcome.ts';
import { idOf } from './plan/events.ts';

/** One of the promises: what is wrong with it, if anything is. */
type Promised = (outcome: Outcome) => string[];

/** What is wrong with the outcome of a scenario; nothing, if all promises were kept. */
export function verdict(outcome: Outcome): string[] {
  return [...outcome.troubles, ...PROMISES.flatMap((promise) => promise(outcome))];
}

const say = (wrong: boolean, what: () => string): string[] => (wrong ? [what()] : []);

/** The client's count of what came in is the application's. */
const allCounted: Promised = ({ stats, planned }) =>
  say(
    stats.ledger.entered.logged !== planned.size,
    () => `${planned.size} events were logged, the ledger says ${stats.ledger.entered.logged}`,
  );

/** Nothing is left in memory; on disk only where it was closed in the middle of it all. */
const nothingHeld: Promised = ({ stats, plan }) => {
  const { spooled, ...inMemory } = stats.ledger.held;
  const left = sum(Object.values(inMemory)) + (plan.abrupt ? 0 : spooled);
  return say(left > 0, () => `closed with events held: ${JSON.stringify(stats.ledger.held)}`);
};

const nothingStrange: Promised = ({ takings }) =>
  say(takings.strange.length > 0, () => `the collector took what nobody sent: ${takings.strange.join(' | ')}`);

/** Every event is at the collector, in the dead letter file, or counted as dropped; good ones that were taken arrive. */
const nothingLost: Promised = (outcome) => {
  const gone = missing(outcome);
  const { least } = ownedUp(outcome);
  const good = gone.filter((id) => {
    const event = outcome.planned.get(id);
    // Of a run of lines the client says only that some were turned away.
    if (event === undefined || event.way === 'lines' || outcome.turnedAway.has(id)) return false;
    return !isBad(event) && !isTooLarge(event, outcome.plan);
  });
  return [
    ...say(lost(outcome) > 0, () => `${lost(outcome)} events are lost; missing are ${gone.slice(0, 10).join()}…`),
    // What was dropped may have arrived all the same, if there was doubt.
    ...say(gone.length < least - inDoubt(outcome), () => `${least} events are said to be gone, ${gone.length} are`),
    ...say(!outcome.plan.lossy && good.length > 0, () => `${good.length} good events that were taken are missing`),
  ];
};

/** What was turned away is not there all the same. */
const turnedAwayForGood: Promised = ({ turnedAway, takings }) => {
  const there = [...turnedAway].filter((id) => takings.events.has(id));
  return say(there.length > 0, () => `turned away, but there: ${there.slice(0, 10).join()}`);
};

/** What counts as delivered is there. */
const deliveredIsThere: Promised = (outcome) => {
  const { stats, takings } = outcome;
  const delivered = sum(Object.values(stats.ledger.delivered)) - takenInVain(outcome);
  const there = takings.events.size + gapsIn(takings).most.records;
  return say(delivered > there, () => `${delivered} events count as delivered, ${there} are there`);
};

/** Duplicates only where there was doubt, and never more than the client says. */
const onceUnlessInDoubt: Promised = (outcome) => {
  const { plan, stats, faults } = outcome;
  const twice = duplicates(outcome);
  const said = inDoubt(outcome);
  const ambiguous = stats.destinations[0]?.ambiguous ?? {};
  const causes = JSON.stringify(ambiguous);
  // A machine that stands still for six seconds leaves doubt that nobody planned, and the client is right to say so.
  const slow = (ambiguous['timeout'] ?? 0) + (ambiguous['ack-timeout'] ?? 0);
  // Nor is that a listener goes away with a connection that it has not accepted: the system resets it (seen in its
  // backlog), and the client had written to it.
  const unaccepted = faults.has('refuse') ? (ambiguous['connection-reset'] ?? 0) : 0;
  return [
    ...say(twice > said, () => `${twice} duplicates, but only ${said} are said to be possible: ${causes}`),
    // Closing breaks requests off, and that leaves doubt of its own.
    ...say(
      !plan.unclear && !plan.abrupt && said > slow + unaccepted,
      () => `nothing was in doubt, but the client says ${causes}`,
    ),
  ];
};

/** Only bad events are refused, each once, and where there is a file for them they are in it. */
const onlyTheBadAreRefused: Promised = ({ stats, deadLetters, planned, plan }) => {
  const guilty = new Set([...planned.values()].flatMap((one) => (isBad(one) || isTooLarge(one, plan) ? one.id : [])));
  const letters = deadLetters.flatMap((line) => idOf(line) ?? []);
  const innocent = letters.filter((id) => !guilty.has(id));
  const { deadLettered } = stats.ledger;
  const { refused = 0, poison = 0, oversize = 0 } = stats.ledger.dropped;
  const unkept = refused + poison + oversize;
  return [
    ...say(innocent.length > 0, () => `innocent events are in the dead letter file: ${innocent.slice(0, 10).join()}`),
    ...say(new Set(letters).size < letters.length, () => 'events are in the dead letter file more than once'),
    ...say(
      deadLettered !== deadLetters.length,
      () => `${deadLettered} dead letters are counted, ${deadLetters.length} are in the file`,
    ),
    ...say(unkept > guilty.size, () => `${unkept} events are refused, ${guilty.size} are bad`),
    ...say(plan.deadLetter && refused + poison > 0, () => `${refused + poison} refused events are not kept`),
  ];
};

/** Gap records tell of exactly what was dropped. */
const gapsTell: Promised = ({ plan, stats, takings }) => {
  if (plan.options.reportGaps === false) return say(takings.gaps.size > 0, () => 'gap records, though they are off');
  const left = untold(stats.ledger, takings);
  if (plan.abrupt) return say(left < 0, () => 'gap records tell of more than was dropped');
  return say(left !== 0, () => `gap records tell of ${left} events too few`);
};

/** The ids of accepted events have no holes but those that are refused. */
const noHoles: Promised = ({ plan, takings, deadLetters, stats }) => {
  if (plan.options.eventIds !== true || plan.options.endpoint === 'raw' || plan.lossy) return [];
  const ids = [
    ...takings.hecIds.keys(),
    ...deadLetters.flatMap((line) => /hec_id\\?":\\?"([\w:]+)/.exec(line)?.[1] ?? []),
  ];
  const numbers = new Set(ids.map((id) => Number(id.split(':')[1])));
  const holes = Math.max(-1, ...numbers) + 1 - numbers.size;
  const { refused = 0, poison = 0 } = stats.ledger.dropped;
  return say(holes > refused + poison, () => `${holes} holes in the ids of events, ${refused + poison} are refused`);
};

/** Memory stays within its bound. */
const memoryIsBounded: Promised = ({ plan, mostHeld }) => {
  const { batch, request, queue } = plan.options;
  const bound = queue?.maxBytes ?? 67_108_864;
  // Batches in flight may be inflated to be cut; who waits for room brings one call's events with him.
  const slack = (batch?.maxBytes ?? 0) * 2 * (request?.concurrency ?? 1) + 262_144;
  return say(mostHeld > bound + slack, () => `${mostHeld} bytes held, ${bound} are allowed`);
};

/** A bad event costs a logarithmic number of requests, whatever other faults cost. */
const overheadIsSmall: Promised = ({ plan, traffic, sealed, planned }) => {
  // A request that got no answer may be made any number of times.
  if (plan.unclear || plan.abrupt || plan.spool !== undefined) return [];
  const halvings = Math.ceil(Math.log2(plan.options.batch?.maxEvents ?? 1)) + 1;
  const bad = [...planned.values()].filter(isBad);
  const poison = bad.filter(({ mark }) => mark === 'waf').length;
  const splits = plan.collector.maxBody > 0 ? sealed.batches * 8 : 0;
  const requests =
    sealed.batches + traffic.hitRequests + 2 * halvings * bad.length + (4 * halvings + 40) * poison + splits;
  const bytes = sealed.bytes * (halvings + 4 + (poison > 0 ? 12 : 0)) + traffic.hitBytes;
  const { batches } = sealed;
  return [
    ...say(
      traffic.requests > requests,
      () => `${traffic.requests} requests for ${batches} batches and ${bad.length} bad events, ${requests} should do`,
    ),
    ...say(traffic.bytes > bytes, () => `${traffic.bytes} bytes, ${bytes} should do`),
  ];
};

const enoughWentWrong: Promised = ({ faults, planned, plan }) => {
  const kinds = sum(faults.values()) + [...planned.values()].filter(isBad).length;
  return say(kinds < 3 && !plan.abrupt, () => `only ${kinds} things went wrong: this is no chaos`);
};

const PROMISES: readonly Promised[] = [
  allCounted,
  nothingHeld,
  nothingStrange,
  nothingLost,
  turnedAwayForGood,
  deliveredIsThere,
  onceUnlessInDoubt,
  onlyTheBadAreRefused,
  gapsTell,
  noHoles,
  memoryIsBounded,
  overheadIsSmall,
  enoughWentWrong,
];
