import { LEVEL, MESSAGE, SPLAT } from 'triple-beam';
import winston from 'winston';
import TransportStream from 'winston-transport';
import type { Info } from '../src/info.ts';

/** An info as a default logger makes it: the format's JSON under MESSAGE. */
export function info(members: Record<string, unknown>, splat?: readonly unknown[]): Info {
  const level = 'info';
  const all = { level, ...members };
  return { ...all, [LEVEL]: level, [MESSAGE]: JSON.stringify(all), ...(splat === undefined ? {} : { [SPLAT]: splat }) };
}

/** What a transport of this logger is given for what `log` logs. */
export function infosOf(format: winston.Logform.Format | undefined, log: (logger: winston.Logger) => void): Info[] {
  const infos: Info[] = [];
  class Collect extends TransportStream {
    override log(given: Info, next: () => void): void {
      infos.push(given);
      next();
    }
  }
  const logger = winston.createLogger({ ...(format === undefined ? {} : { format }), transports: [new Collect()] });
  log(logger);
  return infos;
}
