import type { Dialect } from '../dialect/types.ts';

type Kind = keyof Dialect['paths'];

/** Turns the paths of a protocol into request targets at one collector address. */
export interface Addresses {
  /** Scheme, host and port. */
  readonly origin: string;
  /**
   * @param path path and query as a route has it; `''` posts to the address as it was given.
   * @param kind what the request is for; told from the path if absent.
   */
  target(path: string, kind?: Kind): string;
}

/** Doors of the HEC family (protocol 1.1, 2.2), which people copy into `url` in any of these forms. */
const HEC_DOORS: readonly (readonly [string, Kind])[] = [
  ['/services/collector/event/1.0', 'event'],
  ['/services/collector/health/1.0', 'health'],
  ['/services/collector/raw/1.0', 'raw'],
  ['/services/collector/health', 'health'],
  ['/services/collector/event', 'event'],
  ['/services/collector/raw', 'raw'],
  ['/services/collector/ack', 'ack'],
  ['/services/collector', 'event'],
];

/**
 * Paths are appended and never resolved: `new URL('jsons', base)` would replace the last segment of a base like
 * `/api/v1/intake-http` (protocol K08). A URL that already ends with one of the collector's doors is taken at its
 * word for that door, and the other doors are found beside it.
 */
export function createAddresses(url: URL, paths: Dialect['paths']): Addresses {
  const doors = [...entriesOf(paths), ...HEC_DOORS].toSorted(([a], [b]) => b.length - a.length);
  const base = url.pathname.replace(/\/+$/, '');
  const given = doors.find(([door]) => base.endsWith(door));
  const prefix = given === undefined ? base : base.slice(0, -given[0].length);

  return {
    origin: url.origin,
    target(route, kind) {
      const [path, query] = splitQuery(route);
      const door = kind ?? doors.find(([each]) => each === path)?.[1];
      const search = [url.search.slice(1), query].filter(Boolean).join('&');
      return `${pathOf(path, door) || '/'}${search === '' ? '' : `?${search}`}`;
    },
  };

  function pathOf(path: string, kind: Kind | undefined): string {
    const standard = kind === undefined ? undefined : paths[kind];
    if (base === '') return path || standard || '';
    if (given === undefined) return base + path;
    const atGivenDoor =
      kind === given[1] && (path === '' || doors.some(([each, its]) => each === path && its === kind));
    const wanted = path || standard;
    return atGivenDoor || wanted === undefined ? base : prefix + wanted;
  }
}

function entriesOf(paths: Dialect['paths']): [string, Kind][] {
  return Object.entries(paths)
    .filter(([, path]) => path !== '' && path !== '/')
    .map(([kind, path]) => [path, kind as Kind]);
}

function splitQuery(route: string): [path: string, query: string] {
  const at = route.indexOf('?');
  return at === -1 ? [route, ''] : [route.slice(0, at), route.slice(at + 1)];
}

/** Adds a parameter to a request target. */
export function withParameter(target: string, name: string, value: string): string {
  return `${target}${target.includes('?') ? '&' : '?'}${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
}
