import { Buffer } from 'node:buffer';
import { imbalance } from '../../src/custody/ledger.ts';
import type { VolumeRow } from '../../src/observe/volume.ts';
import type { EventMetadata, LineOptions, Sender } from '../../src/types.ts';
import { type DeskOptions, desk } from './desk.ts';

/** What became of lines. */
export interface Arrival {
  readonly events: Record<string, string[]>;
  readonly volume: readonly VolumeRow[];
  readonly passedOver: number;
}

type Give = (
  sender: Sender,
  lines: readonly string[],
  give: (sender: Sender, part: string | Uint8Array) => void,
) => void;

/** Calls with one to forty lines each, always the same. */
function pieces(lines: readonly string[]): string[] {
  const parts: string[] = [];
  for (let from = 0, size = 1; from < lines.length; from += size, size = ((size * 17) % 41) + 1)
    parts.push(lines.slice(from, from + size).join('\n'));
  return parts;
}

/** The ways in which lines may be given; the first is the measure of the others. */
const WAYS: Record<string, Give> = {
  'one by one, to senders that know no other': (sender, lines, give) => {
    for (const line of lines) give(sender.child({}), line);
  },
  'one by one': (sender, lines, give) => {
    for (const line of lines) give(sender, line);
  },
  'in one call': (sender, lines, give) => give(sender, lines.join('\n')),
  'in one call, twice': (sender, lines, give) => {
    const half = lines.length / 2;
    give(sender, lines.slice(0, half).join('\n'));
    give(sender, `${lines.slice(half).join('\n')}\n`);
  },
  'as bytes': (sender, lines, give) => give(sender, Buffer.from(lines.join('\n'))),
  'with CR LF': (sender, lines, give) => give(sender, `${lines.join('\r\n')}\r\n`),
  'with CR LF, as bytes': (sender, lines, give) => give(sender, Buffer.from(lines.join('\r\n'))),
  'cut into calls': (sender, lines, give) => {
    for (const part of pieces(lines)) give(sender, part);
  },
  'cut into calls, as text and as bytes': (sender, lines, give) => {
    for (const [at, part] of pieces(lines).entries()) give(sender, at % 2 === 0 ? part : Buffer.from(`${part}\n`));
  },
};

/** Gives lines in every way: `differences` says where not the same arrived, byte for byte and in order. */
export function eachWay(
  lines: readonly string[],
  deskOptions: DeskOptions = {},
  options: LineOptions = {},
  metadata?: EventMetadata,
): Arrival & { readonly differences: readonly string[] } {
  const arrivals = Object.entries(WAYS).map(([way, give]) => {
    const { sender, custody, taken, volume, passedOver } = desk(deskOptions);
    give(sender, lines, (one, part) => one.sendLines(part, metadata, options));
    const events = taken();
    return { way, events, volume: volume(), passedOver: passedOver(), off: imbalance(custody.ledger()) };
  });
  const [first, ...others] = arrivals as [Arrival, ...typeof arrivals];
  const differences = others.flatMap(({ way, off, ...arrival }) => {
    const difference = off === 0 ? differenceOf(arrival, first) : `the ledger is ${off} off`;
    return difference === undefined ? [] : [`${way}: ${difference}`];
  });
  return { ...first, differences };
}

/** The first event that is another, in few words: whole runs would be megabytes of report. */
function differenceOf(one: Arrival, other: Arrival): string | undefined {
  for (const key of new Set([...Object.keys(one.events), ...Object.keys(other.events)])) {
    const [had, wanted] = [one.events[key] ?? [], other.events[key] ?? []];
    const at = wanted.findIndex((event, place) => event !== had[place]);
    if (at !== -1 || had.length !== wanted.length)
      return `${key} ${at}: ${shortened(had[at])} rather than ${shortened(wanted[at])}, ${had.length} of ${wanted.length}`;
  }
  const [had, wanted] = [one, other].map(({ volume, passedOver }) => JSON.stringify({ volume, passedOver }));
  return had === wanted ? undefined : `${had} rather than ${wanted}`;
}

const shortened = (event: string | undefined): string => (event ?? 'none').slice(0, 300);
