import type { Random } from '../random.ts';

/** What the collector, or something before it, finds wrong with an event. */
export type Mark =
  /** No JSON (code 6), for real: a trusted line of a broken serializer. */
  | 'broken'
  /** Codes 12, 13 and 15: the collector pretends. */
  | 'c12'
  | 'c13'
  | 'c15'
  /** Asks for an index that is not on the token's list (code 7), for real. */
  | 'c7'
  /** A firewall answers 403 with a page to whatever holds it. */
  | 'waf'
  /** Makes the collector answer 500. */
  | 'boom'
  /** Makes it hang up. */
  | 'crash';

/** How the application hands an event over. */
export type Way = 'send' | 'json' | 'child' | 'lines' | 'resend';

/** One event of a scenario. */
export interface PlannedEvent {
  readonly id: number;
  readonly way: Way;
  readonly mark: Mark | undefined;
  /** An index of its own. */
  readonly index: string | undefined;
  /** The payload: JSON, or text for `resend`. Begins with what identifies it, so that a truncated event still does. */
  readonly text: string;
}

/** What an application does in one turn: hand over some events, then something else. */
export interface Step {
  readonly events: readonly PlannedEvent[];
  readonly after: 'next' | 'turn' | 'pause' | 'flush';
  readonly pauseMs: number;
}

/** What events of a scenario are like. */
export interface EventMix {
  readonly count: number;
  /** How many of a thousand are bad, by mark. */
  readonly bad: readonly { readonly mark: Mark; readonly permille: number }[];
  /** Bad events come in runs of up to so many: a serializer that is broken for a while. */
  readonly run: number;
  readonly ways: readonly Way[];
  readonly indexes: readonly string[];
  /** Characters of ordinary events, at most. */
  readonly size: number;
  /** Characters of the few that are larger than a request may be; 0 for none. */
  readonly huge: number;
}

/** Where an event that is written back from a dead letter file goes, by the door for text. */
export const RAW_PATH = '/services/collector/raw?sourcetype=chaos';
export const REFUSED_INDEX = 'nope';

const WORDS = ['order', 'placed', 'customer', 'timeout', 'naïve', 'error: "x"', '日本', 'retry\tagain', '\\', 'ok'];
/** What fails in the collector, or something before it, rather than being refused. */
export const POISON: ReadonlySet<Mark | undefined> = new Set<Mark>(['waf', 'boom', 'crash']);

/** Finds an event's id in whatever became of it. */
export function idOf(text: string): number | undefined {
  const found = /ev:(\d+);/.exec(text);
  return found === null ? undefined : Number(found[1]);
}

export function markOf(text: string): Mark | undefined {
  return /mark:(\w+);/.exec(text)?.[1] as Mark | undefined;
}

export function planSteps(mix: EventMix, random: Random): Step[] {
  const steps: Step[] = [];
  let id = 0;
  let run: { mark: Mark; left: number } | undefined;

  const nextMark = (): Mark | undefined => {
    if (run !== undefined && run.left-- > 0) return run.mark;
    run = undefined;
    const drawn = random.next() * 1000;
    let below = 0;
    for (const { mark, permille } of mix.bad) {
      below += permille;
      if (drawn >= below) continue;
      // What writes poison into a log line does so one line at a time.
      run = { mark, left: POISON.has(mark) ? 0 : random.int(1, mix.run) - 1 };
      return mark;
    }
    return undefined;
  };

  while (id < mix.count) {
    const way = random.pick(mix.ways);
    // One call of sendLines has one set of metadata.
    const index = random.chance(0.2) && mix.indexes.length > 0 ? random.pick(mix.indexes) : undefined;
    const events = Array.from({ length: random.int(1, 60) }, () =>
      planEvent({ id: id++, way, index, mark: nextMark() }, mix, random),
    );
    const after = random.pick(['next', 'turn', 'turn', 'pause', 'pause', 'flush'] as const);
    steps.push({ events, after, pauseMs: random.int(0, 1500) });
  }
  return steps;
}

/** An event that nobody finds fault with: what an application goes on logging. */
export function plainEvent(id: number): PlannedEvent {
  return { id, way: 'send', mark: undefined, index: undefined, text: `{"ev":"ev:${id};","still":"here"}` };
}

function planEvent(
  about: Pick<PlannedEvent, 'id' | 'way' | 'index' | 'mark'>,
  mix: EventMix,
  random: Random,
): PlannedEvent {
  const { id, mark } = about;
  // What is no JSON gets past the client's own checks only as a trusted line; text has no envelope to find fault with.
  const way = mark === 'broken' ? 'lines' : about.way;
  const fits = mark === undefined || way !== 'resend' || POISON.has(mark);
  const kept = fits ? mark : undefined;
  const index = kept === 'c7' ? REFUSED_INDEX : about.index;
  const size = mix.huge > 0 && kept === undefined && random.chance(0.004) ? mix.huge : random.int(20, mix.size);
  const head = `ev:${id};${kept === undefined ? '' : ` mark:${kept};`}`;
  const words = wordsOf(size, random);
  if (way === 'resend')
    return { id, way, mark: kept, index: undefined, text: `${head} ${words.replaceAll('\t', ' ')}` };
  const json = JSON.stringify({ ev: head, n: id, words });
  return { id, way, mark: kept, index, text: kept === 'broken' ? `${json.slice(0, -1)},,}` : json };
}

function wordsOf(size: number, random: Random): string {
  let words = '';
  while (words.length < size) words += `${random.pick(WORDS)} ${random.int(0, 1e6).toString(36)} `;
  return words;
}
