import { describe, expect, it } from 'vitest';
import type { DialectName } from '../../src/dialect/options.ts';
import { OPTIONS_TABLE } from '../../src/options/table.ts';
import type { HecOptions } from '../../src/options/types.ts';
import type { GroupName, OptionPath } from '../../src/options/values.ts';
import { CASES } from './cases.ts';

// Each of these does not compile when a type gains a key that the table's does not have, or the other way round.
type TopLevel = Exclude<keyof HecOptions, GroupName>;
type MemberOf<G extends GroupName> = keyof Exclude<NonNullable<HecOptions[G]>, string> & string;
type Dotted = { [G in GroupName]: `${G}.${MemberOf<G>}` }[GroupName];
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
const everyKeyIsAPath: Same<TopLevel | Dotted, OptionPath | 'destinations'> = true;

const row = (path: string) => OPTIONS_TABLE.find((each) => each.path === path);

describe('the options table', () => {
  it('has one row for every key of the option types', () => {
    expect(everyKeyIsAPath).toBe(true);
    expect(OPTIONS_TABLE.map(({ path }) => path).toSorted()).toEqual(
      [...Object.keys(CASES), 'destinations'].toSorted(),
    );
  });

  it('names every environment variable once', () => {
    const names = OPTIONS_TABLE.flatMap(({ env }) => env);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each([
    ['url', ['HEC_URL', 'SPLUNK_HEC_URL']],
    ['token', ['HEC_TOKEN', 'HEC_TOKEN_FILE', 'SPLUNK_HEC_TOKEN']],
    ['batch.maxBytes', ['HEC_BATCH_MAX_BYTES']],
    ['queue.onFull', ['HEC_QUEUE_ON_FULL']],
    ['spool.dir', ['HEC_SPOOL_DIR', 'HEC_SPOOL']],
    ['spool.fsyncIntervalMs', ['HEC_SPOOL_FSYNC_INTERVAL_MS']],
    ['tls.ca', ['HEC_TLS_CA']],
    ['destinations', []],
  ])('says that %s is %o in the environment', (path, env) => {
    expect(row(path)?.env).toEqual(env);
  });

  it.each([
    ['batch.maxBytes', '`1_000_000`', '1 to 800,000,000 bytes'],
    ['batch.lingerMs', '`1000`', '0 to 60,000 ms'],
    ['request.maxConnectionAgeMs', '`300_000`', '0, 1,000 to 86,400,000 ms'],
    ['retry.maxAttempts', '`0`', '0 or more attempts'],
    ['queue.onFull', "`'drop-newest'`", ''],
    ['tls.rejectUnauthorized', '`true`', ''],
    ['gzip', "the dialect's, `true` for splunk", 'level 1 to 9'],
  ])('shows %s with default %s and range %s', (path, fallback, range) => {
    expect(row(path)).toMatchObject({ default: fallback, range });
  });

  it('knows which options are the client’s', () => {
    expect(OPTIONS_TABLE.filter(({ client }) => client).map(({ path }) => path)).toEqual([
      'shutdownTimeoutMs',
      'eventIds',
      'reportGaps',
      'heartbeatMs',
      'destinations',
    ]);
  });

  it.each(OPTIONS_TABLE.map(({ path, meaning }) => [path, meaning]))(
    'says in one line what %s is for: %s',
    (_, meaning) => {
      expect(meaning).toMatch(/^[^\s][^\n|]{8,110}[^\s.]$/);
    },
  );

  it('lists every dialect', () => {
    const all: Readonly<Record<DialectName, string>> = {
      splunk: 'splunk',
      falcon: 'falcon',
      logscale: 'logscale',
      xsiam: 'xsiam',
      generic: 'generic',
      sekoia: 'sekoia',
      datadog: 'datadog',
      elastic: 'elastic',
      sumo: 'sumo',
    };
    expect(row('dialect')?.type.split(' | ')).toEqual(Object.keys(all).map((name) => `'${name}'`));
  });
});
