import type { Frame, Hole, Route } from './types.ts';

/** A literal, or a hole in an array of its own: `['seconds']`. */
export type Part = string | readonly [Hole];

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

/** Members of a JSON object, each with a comma behind it: `"host":"h","index":"i",`. Absent values are left out. */
export function leading(members: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(members)
    .map(([name, value]) => (value === undefined ? '' : `${JSON.stringify(name)}:${JSON.stringify(value)},`))
    .join('');
}

// Raw routes are as many as there are sets of metadata.
const REMEMBERED = 1000;

/**
 * One `Route` for each key: frames of the same route share it, so that events of different frames are seen to belong
 * together by comparing references.
 */
export function createRoutes(): (key: string, build: () => Omit<Route, 'key'>) => Route {
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
