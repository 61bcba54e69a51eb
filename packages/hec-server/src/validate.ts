import { validateFaults } from './fault/validate.ts';
import { personalities } from './personality/index.ts';
import type { HecServerOptions } from './types.ts';

type Check = readonly [expected: string, holds: (value: unknown) => boolean];

const isText = (value: unknown): value is string => typeof value === 'string';
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const text: Check = ['a string', (value) => isText(value) && value !== ''];
const texts: Check = ['an array of strings', isTexts];
const flag: Check = ['true or false', (value) => typeof value === 'boolean'];

function integer(least: number, most: number = Number.MAX_SAFE_INTEGER): Check {
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `between ${least} and ${most}`;
  return [`an integer ${range}`, (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most];
}

const checks: Readonly<Record<keyof HecServerOptions, Check>> = {
  port: integer(0, 65_535),
  host: text,
  token: ['a string or an array of strings', (value) => text[1](value) || isTexts(value)],
  disabledTokens: texts,
  as: [
    `one of ${Object.keys(personalities).join(', ')}`,
    (value) => isText(value) && Object.hasOwn(personalities, value),
  ],
  tls: [
    'true, false or { cert, key }',
    (value) => flag[1](value) || (isRecord(value) && isText(value['cert']) && isText(value['key'])),
  ],
  ack: ['true, false or an object', (value) => flag[1](value) || isRecord(value)],
  indexes: texts,
  allowQueryStringAuth: flag,
  maxContentLength: integer(1),
  maxEventBytes: integer(1),
  backpressure: flag,
  responseHeaders: ['an object of strings', (value) => isRecord(value) && Object.values(value).every(isText)],
  keepAliveTimeoutMs: integer(1),
  faults: ['an array of faults', Array.isArray],
  seed: integer(0),
  maxEvents: integer(1),
  maxRequests: integer(1),
  keepAlive: flag,
};

const ackChecks: Readonly<Record<string, Check>> = {
  delayMs: integer(0),
  idleMs: integer(1),
  cookie: text,
  loseEvery: integer(0),
  maxPending: integer(1),
};

function check(given: Readonly<Record<string, unknown>>, known: Readonly<Record<string, Check>>, prefix: string): void {
  for (const [name, value] of Object.entries(given)) {
    const rule = Object.hasOwn(known, name) ? known[name] : undefined;
    if (rule === undefined) {
      throw new TypeError(`Unknown option \`${prefix}${name}\`; there are ${Object.keys(known).join(', ')}.`);
    }
    if (value === undefined || rule[1](value)) continue;
    // A token is never repeated in an error, and neither is a key.
    const shown = name === 'token' || name === 'tls' ? typeof value : `${JSON.stringify(value)} (${typeof value})`;
    throw new TypeError(`Invalid option \`${prefix}${name}\`: expected ${rule[0]}, got ${shown}`);
  }
}

/** @throws TypeError naming the first option that is unknown or not what it should be. */
export function validate(options: HecServerOptions): void {
  check({ ...options }, checks, '');
  if (isRecord(options.ack)) check({ ...options.ack }, ackChecks, 'ack.');
  if (options.faults !== undefined) validateFaults(options.faults);
}
