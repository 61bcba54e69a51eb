import { type Plan, planScenario } from './plan.ts';

/** Kinds of scenarios that some bugs are only seen in. */
export type Kind =
  | 'answers-lost-with-acks'
  | 'channels-forgotten'
  | 'acks-lost'
  | 'waits-asked-for'
  | 'records-dropped';

const IS: Readonly<Record<Kind, (plan: Plan) => boolean>> = {
  'answers-lost-with-acks': ({ collector, unclear, abrupt }) =>
    unclear && !abrupt && collector.ack !== undefined && !collector.ack.reusesIds,
  'channels-forgotten': (plan) => plan.collector.ack?.reusesIds === true && !plan.abrupt && has(plan, 'channel-lost'),
  'acks-lost': (plan) => plan.collector.ack?.forgetsEvents === true && has(plan, 'ack-lost'),
  'waits-asked-for': ({ incidents, unclear }) =>
    !unclear && incidents.some(({ trouble }) => trouble.do === 'busy' && trouble.wait !== undefined),
  'records-dropped': ({ lossy, abrupt, options }) => lossy && !abrupt && options.reportGaps === true,
};

export const KINDS: readonly string[] = Object.keys(IS);

/** So many seeds from one on whose scenarios are of a kind, or of any. */
export function* seedsFrom(first: number, count: number, kind: string | undefined): Generator<number> {
  let found = 0;
  for (let seed = first; found < count; seed++) {
    if (kind !== undefined && !IS[kind as Kind](planScenario(seed))) continue;
    found++;
    yield seed;
  }
}

function has({ incidents }: Plan, what: string): boolean {
  return incidents.some(({ trouble }) => trouble.do === what);
}
