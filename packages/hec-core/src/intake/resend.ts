import type { Dialect, Route } from '../dialect/types.ts';
import { isJsonValue } from '../envelope/check-line.ts';
import type { Door } from './door.ts';

/** Where an event that was rendered before goes: as much of its route as a dead letter says. */
export type ResendRoute = Pick<Route, 'kind' | 'path' | 'headers'>;

/** Takes events that were rendered before, byte for byte. */
export type Resend = (envelope: string, route: ResendRoute) => boolean;

/** The array framing is the dialect's: the envelope came out of a body that had it. */
export function createResend(door: Door, dialect: Dialect): Resend {
  const routes = new Map<string, Route>();

  const routeOf = ({ kind, path, headers }: ResendRoute): Route => {
    const key = `again ${kind} ${path} ${JSON.stringify(headers)}`;
    let route = routes.get(key);
    if (route === undefined) {
      route = { ...dialect.frame(kind, {}, false).route, key, path, headers };
      routes.set(key, route);
    }
    return route;
  };

  return (envelope, about) => {
    if (door.shut !== undefined) return door.turnAway(1);
    const route = routeOf(about);
    // The line is the boundary (DESIGN.md): JSON may have a break between its tokens, and only there; text has none.
    const line = envelope.replace(/[\r\n]+/g, ' ');
    // What is no JSON would take its neighbours with it.
    if (about.kind === 'event' && !isJsonValue(line)) return door.refuse(1);
    return door.enter(route, `${route.separator}${line}\n`, 1);
  };
}
