import type { Dialect, Route } from '../dialect/types.ts';
import type { Door } from './door.ts';

/** Where an event that was rendered before goes: as much of its route as a dead letter says. */
export type ResendRoute = Pick<Route, 'kind' | 'path' | 'headers'>;

/** Takes events that were rendered before, byte for byte. */
export type Resend = (envelope: string, route: ResendRoute) => boolean;

/** The array framing is the dialect's: the envelope came out of a body that had it. */
export function createResend(door: Door, dialect: Dialect): Resend {
  const routes = new Map<string, Route>();

  /** Events for one index have requests of their own: one that is refused costs only those who asked for it. */
  const routeOf = ({ kind, path, headers }: ResendRoute, index: string): Route => {
    const key = `again ${kind} ${index} ${path} ${JSON.stringify(headers)}`;
    let route = routes.get(key);
    if (route === undefined) {
      route = { ...dialect.frame(kind, {}, false).route, key, path, headers, index };
      routes.set(key, route);
    }
    return route;
  };

  return (envelope, about) => {
    if (door.shut !== undefined) return door.turnAway(1);
    // The line is the boundary: JSON may have a break between its tokens, and only there; text has none.
    const line = envelope.replace(/[\r\n]+/g, ' ');
    const index = about.kind === 'raw' ? new URLSearchParams(about.path.split('?')[1]).get('index') : indexOf(line);
    // What is no JSON would take its neighbours with it.
    if (index === undefined) return door.refuse(1);
    const route = routeOf(about, index ?? '');
    return door.enter(route, `${route.separator}${line}\n`, 1);
  };
}

/** The index that an envelope asks for, if it does; `undefined` when it is not JSON. */
function indexOf(envelope: string): string | null | undefined {
  try {
    const value: unknown = JSON.parse(envelope);
    const index = typeof value === 'object' && value !== null && 'index' in value ? value.index : null;
    return typeof index === 'string' ? index : null;
  } catch {
    return undefined;
  }
}
