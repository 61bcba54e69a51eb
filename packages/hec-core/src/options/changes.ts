import { HecError } from '../errors.ts';
import { isRecord, typeOf } from './got.ts';
import type { DestinationOptions, HecOptions, Settings } from './types.ts';

/** What can be changed while a client runs: where to, as whom, and from which level on. What is absent stays. */
export interface HecChanges extends Pick<DestinationOptions, 'url' | 'urls' | 'token' | 'tls'> {
  /** The new {@link DestinationOptions.minLevel}: `trace` takes everything. */
  readonly level?: string;
}

const NAMES: ReadonlySet<string> = new Set(['url', 'urls', 'token', 'tls', 'level']);

/** Options as they are after a change, and which destinations it concerns. */
export interface Changed {
  readonly options: HecOptions;
  readonly concerns: (at: number) => boolean;
  /** Whether connections have to be made anew. */
  readonly reconnects: boolean;
}

/**
 * @param at the destination that changes; `undefined` for what all of them inherit from the client
 * @throws HecError `HEC_INVALID_OPTION` for a change that is none of these
 */
export function applyChanges(options: HecOptions, changes: HecChanges, at: number | undefined): Changed {
  const { level, ...rest } = checked(changes);
  const change: DestinationOptions = { ...rest, ...(level === undefined ? {} : { minLevel: level }) };
  const names = Object.keys(change) as (keyof DestinationOptions)[];
  const reconnects = names.some((name) => name !== 'minLevel');
  const { destinations } = options;
  if (at === undefined || destinations === undefined) {
    const setsAll = (own: DestinationOptions | undefined): boolean =>
      own !== undefined && names.every((name) => own[name] !== undefined && name !== 'tls');
    return {
      options: overlaid(options, change),
      concerns: (each) => names.length > 0 && !setsAll(destinations?.[each]),
      reconnects,
    };
  }
  const listed = destinations.map((each, i) => (i === at ? overlaid(each, change) : each));
  return { options: { ...options, destinations: listed }, concerns: (each) => each === at, reconnects };
}

/** `url` and `urls` are one thing, and `tls` changes member by member. */
function overlaid<T extends DestinationOptions>(options: T, change: DestinationOptions): T {
  const { url: _, urls: __, ...elsewhere } = options;
  const moved = change.url !== undefined || change.urls !== undefined;
  return {
    ...((moved ? elsewhere : options) as T),
    ...change,
    ...(change.tls === undefined ? {} : { tls: { ...options.tls, ...change.tls } }),
  };
}

/** They may come from another thread: nothing is taken on trust. */
function checked(changes: unknown): HecChanges {
  if (!isRecord(changes)) {
    throw new HecError('HEC_INVALID_OPTION', `Invalid update: expected an object, got ${typeOf(changes)}`);
  }
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const stranger = given.find(([name]) => !NAMES.has(name))?.[0];
  if (stranger !== undefined) {
    throw new HecError(
      'HEC_INVALID_OPTION',
      `Invalid update of \`${stranger}\`: only ${[...NAMES].map((name) => `\`${name}\``).join(', ')} change while a client runs`,
      { option: stranger },
    );
  }
  const tls = changes['tls'];
  if (tls !== undefined && !isRecord(tls)) {
    throw new HecError('HEC_INVALID_OPTION', `Invalid update of \`tls\`: expected an object, got ${typeOf(tls)}`, {
      option: 'tls',
    });
  }
  return Object.fromEntries(given);
}

/** @throws HecError when no destination has this name */
export function indexOf(name: string, { destinations }: Settings): number {
  const at = destinations.findIndex((one) => one.name === name);
  if (at !== -1) return at;
  const names = destinations.map((one) => `\`${one.name}\``).join(', ');
  throw new HecError('HEC_INVALID_OPTION', `No destination is named \`${name}\`: there is ${names}`);
}

/** @throws HecError when a destination would speak another protocol: what is queued is framed already */
export function checkDialects(before: Settings, after: Settings): void {
  for (const [at, { dialect, name }] of before.destinations.entries()) {
    const wanted = after.destinations[at]?.dialect;
    if (wanted === dialect) continue;
    throw new HecError(
      'HEC_INVALID_OPTION',
      `Invalid update of \`url\`: \`${name}\` speaks ${dialect}, and the new address is one of ${wanted}. Make another client for it.`,
      { option: 'url' },
    );
  }
}
