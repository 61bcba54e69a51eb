import type { Frame, Hole, Route } from './types.ts';

/** A literal, or a hole in an array of its own: `['seconds']`. */
export type Part = string | readonly [Hole];

/** One member of a JSON object: `['"time":', ['seconds']]`. */
export type Member = readonly Part[];

/** Builds a frame from its parts in the order they stand in the line. */
export function template(route: Route, parts: readonly Part[]): Frame {
  const literals: string[] = [''];
  const holes: Hole[] = [];
  for (const part of parts) {
    if (typeof part === 'string') literals[literals.length - 1] += part;
    else {
      holes.push(part[0]);
      literals.push('');
    }
  }
  return { route, literals, holes };
}

/** A member for each text that is there. */
export function texts(values: Readonly<Record<string, string | undefined>>): Member[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[`${JSON.stringify(name)}:${JSON.stringify(value)}`]],
  );
}

/** Members with commas between them. */
export function joined(members: readonly Member[]): Part[] {
  return members.flatMap((member, at) => (at === 0 ? member : [',', ...member]));
}

/** One event after the other, LF between them; or an array of events. */
export const LINES: Pick<Route, 'open' | 'separator' | 'close'> = { open: '', separator: '', close: '' };
export const ARRAY: Pick<Route, 'open' | 'separator' | 'close'> = { open: '[', separator: ',', close: ']' };

export const JSON_TYPE: Readonly<Record<string, string>> = { 'content-type': 'application/json' };
export const TEXT_TYPE: Readonly<Record<string, string>> = { 'content-type': 'text/plain' };

// Raw routes are as many as there are sets of metadata.
const REMEMBERED = 1000;

export type Routes = (key: string, build: () => Omit<Route, 'key'>) => Route;

/**
 * One `Route` for each key: frames of the same route share it, so that events of different frames are seen to belong
 * together by comparing references.
 */
export function createRoutes(): Routes {
  const known = new Map<string, Route>();
  return (key, build) => {
    let route = known.get(key);
    if (route === undefined) {
      if (known.size === REMEMBERED) known.clear();
      known.set(key, (route = { key, ...build() }));
    }
    return route;
  };
}
