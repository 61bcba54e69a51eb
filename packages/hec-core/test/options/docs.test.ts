import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULTS, RANGES } from '../../src/options/defaults.ts';

const FILES = [
  'options/types',
  'options/groups',
  'dialect/splunk',
  'dialect/falcon',
  'dialect/xsiam',
  'dialect/sekoia',
  'dialect/datadog',
];
const source = [...FILES, 'dialect/elastic', 'dialect/sumo']
  .map((file) => readFileSync(path.join(import.meta.dirname, `../../src/${file}.ts`), 'utf8'))
  .join('\n');

const INTERFACES: Readonly<Record<string, string>> = {
  batch: 'BatchOptions',
  request: 'RequestOptions',
  retry: 'RetryOptions',
  queue: 'QueueOptions',
  spool: 'SpoolOptions',
  deadLetter: 'DeadLetterOptions',
  ack: 'AckOptions',
  tls: 'TlsOptions',
  limits: 'RateLimits',
  match: 'MatchOptions',
  splunk: 'SplunkOptions',
  falcon: 'FalconOptions',
  xsiam: 'XsiamOptions',
  generic: 'GenericOptions',
  sekoia: 'SekoiaOptions',
  datadog: 'DatadogOptions',
  elastic: 'ElasticOptions',
  sumo: 'SumoOptions',
};
const CLIENT: readonly string[] = ['shutdownTimeoutMs', 'eventIds', 'reportGaps', 'heartbeatMs'];

/** The comment above an option in the types, on one line. */
function commentOf(option: string): string {
  const [first = '', second] = option.split('.');
  const top = CLIENT.includes(first) ? 'HecOptions' : 'DestinationOptions';
  const [name, member] = second === undefined ? [top, first] : [INTERFACES[first], second];
  const [, begin = '', parent] = new RegExp(`(export interface ${name} (?:extends (\\w+) )?{)`).exec(source) ?? [];
  const own = source.split(begin)[1]?.split('\n}\n')[0] ?? '';
  const inherited =
    parent === 'XsiamOptions' ? source.split('export interface XsiamOptions {')[1]?.split('\n}\n')[0] : '';
  const body = `${own}\n${inherited}`;
  const [before = ''] = body.split(new RegExp(`\\n  readonly ${member}\\??:`));
  return before.slice(before.lastIndexOf('/**')).replaceAll(/\s*\n\s*\*\s*/g, ' ');
}

/** `1_000`, `1,000`, `2^40`. */
function numberIn(text: string): number {
  const [root = '', power = '1'] = text.replaceAll(/[,_]/g, '').split('^');
  return Number(root) ** Number(power);
}

const constants = Object.entries(DEFAULTS).filter(([, value]) => typeof value !== 'object');
const bounded = Object.entries(RANGES).filter(([, { max }]) => max !== Number.MAX_SAFE_INTEGER);

describe('the comments of the option types', () => {
  it.each(constants.filter(([, value]) => typeof value === 'number'))(
    'say that %s is %d by default',
    (option, value) => {
      expect(numberIn(/@default ([\d_]+)/.exec(commentOf(option))?.[1] ?? '')).toBe(value);
    },
  );

  it.each(constants.filter(([, value]) => typeof value === 'boolean'))(
    'say that %s is %s by default',
    (option, value) => {
      expect(/@default (\w+)/.exec(commentOf(option))?.[1]).toBe(JSON.stringify(value));
    },
  );

  it.each(constants.filter(([, value]) => typeof value === 'string'))(
    "say that %s is '%s' by default",
    (option, value) => {
      expect(/@default '([^']+)'/.exec(commentOf(option))?.[1]).toBe(value);
    },
  );

  it.each(bounded)('say what range %s has', (option, { min, max }) => {
    const [, low = '', high = ''] = /Range ([\d,]+) to ([\d,]+\^?\d+)/.exec(commentOf(option)) ?? [];
    expect([numberIn(low), numberIn(high)]).toEqual([min, max]);
  });

  it.each(bounded.filter(([, { zero }]) => zero))('say what 0 does to %s, outside its range', (option) => {
    expect(commentOf(option)).toMatch(/; 0 (keeps|never) /);
  });
});
