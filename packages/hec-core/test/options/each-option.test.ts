import { describe, expect, it } from 'vitest';
import { HecError } from '../../src/errors.ts';
import { describeSettings } from '../../src/options/describe.ts';
import { variablesOf } from '../../src/options/environment.ts';
import { normalise } from '../../src/options/normalise.ts';
import type { HecOptions } from '../../src/options/types.ts';
import type { OptionPath } from '../../src/options/values.ts';
import type { Case } from './case.ts';
import { CASES } from './cases.ts';

const ROWS = Object.entries(CASES) as [OptionPath, Case][];
const ADDRESS: readonly string[] = ['url', 'urls', 'token'];
const MAPS: readonly string[] = ['headers', 'fields'];
const base = { url: 'https://splunk.example.com:8088', token: 'token-of-the-test' };

/** Options that lack the one, though not what it needs. */
const around = (option: string, { beside = {}, makesUrl }: Case): Record<string, unknown> => ({
  ...(ADDRESS.includes(option) || makesUrl ? {} : base),
  ...beside,
});

/** Options as they are when nobody sets the one. */
const without = (option: string, row: Case): HecOptions => around(option, row.inPair ? { ...row, beside: {} } : row);

/** Options that hold a value at a dotted path, and what has to be beside it. */
function optionsWith(option: string, value: unknown, row: Case): HecOptions {
  const [group = '', member] = option.split('.');
  const others = around(option, row);
  if (member === undefined) return { ...others, [group]: value };
  const shorthand = typeof others[group] === 'string' ? { file: others[group] } : (others[group] as object);
  return { ...others, [group]: { ...shorthand, [member]: value } };
}

const member = (value: unknown, name: string): unknown => (value as Record<string, unknown> | undefined)?.[name];

/** What settings hold for an option, as they may be shown; for the one that makes no setting, its effect. */
function settled(options: HecOptions, env: NodeJS.ProcessEnv, option: string): unknown {
  if (option === 'allowInsecureHttp') return isTaken({ ...options, url: 'http://splunk.example.com:8088' }, env);
  const shown = describeSettings(normalise(options, { NODE_ENV: 'production', ...env }, 'box'));
  const [destination] = shown.destinations;
  if (CASES[option as OptionPath].makesUrl) return destination?.urls[0] ?? [];
  if (option === 'url' && destination?.urls.length === 1) return destination.urls[0];
  const [first = '', second] = option.replace(/^url$/, 'urls').split('.');
  const whole = first in shown ? member(shown, first) : member(destination, first);
  return second === undefined ? whole : member(whole, second);
}

function isTaken(options: HecOptions, env: NodeJS.ProcessEnv): boolean {
  try {
    normalise(options, env, 'box');
    return true;
  } catch (error) {
    if (error instanceof HecError && error.code === 'HEC_INSECURE_HTTP') return false;
    throw error;
  }
}

function refusal(options: HecOptions): unknown {
  try {
    normalise(options, {}, 'box');
    return 'taken';
  } catch (error) {
    const { name, code, option, message } = error as HecError;
    return { name, code, option, message };
  }
}

const variableOf = (option: OptionPath): string => variablesOf(option)[0]?.name ?? '';

describe.each(ROWS)('option %s', (option, row) => {
  it.each(row.good)('takes %o', (given, expected) => {
    expect(settled(optionsWith(option, given, row), {}, option)).toEqual(expected);
  });

  it.each(row.env)('takes %o from the environment', (text, expected) => {
    expect(settled(around(option, row), { [variableOf(option)]: text }, option)).toEqual(expected);
  });

  it('has its default when nobody sets it', () => {
    expect(settled(without(option, row), {}, option)).toEqual(row.settledDefault);
  });

  it('has its default when the environment variable is empty', () => {
    const env = { [variableOf(option)]: ' ' };
    expect(settled(without(option, row), env, option)).toEqual(row.settledDefault);
  });

  it.each(row.bad)('does not take %o', (given, said) => {
    expect(refusal(optionsWith(option, given, row))).toEqual({
      name: 'HecError',
      code: 'HEC_INVALID_OPTION',
      option,
      message: `Invalid option \`${option}\`: ${said}`,
    });
  });
});

describe.each(ROWS.filter(([option]) => !MAPS.includes(option)))('option %s', (option, row) => {
  it.each(row.env)('comes from code where the environment says %o', (text) => {
    const [given, expected] = row.good.at(-1) ?? [];
    expect(settled(optionsWith(option, given, row), { [variableOf(option)]: text }, option)).toEqual(expected);
  });
});

describe.each(ROWS.filter(([, row]) => row.badEnv !== undefined))('option %s', (option, row) => {
  const env = { NODE_ENV: 'production', [variableOf(option)]: row.badEnv };

  it('has its default when the environment has it wrong', () => {
    expect(settled(without(option, row), env, option)).toEqual(row.settledDefault);
  });

  it('costs a warning, not the start, when the environment has it wrong', () => {
    const { warnings } = normalise(without(option, row), env, 'box');
    expect(warnings.filter((each) => each.startsWith('Environment'))).toEqual([
      expect.stringMatching(
        `^Environment variable ${variableOf(option)} is ignored, (as if it were not set|the default, .+, is used): .`,
      ),
    ]);
  });

  it('is not warned of when code says otherwise', () => {
    const [given] = row.good.at(-1) ?? [];
    const { warnings } = normalise(optionsWith(option, given, row), env, 'box');
    expect(warnings.filter((each) => each.startsWith('Environment')).length).toBe(MAPS.includes(option) ? 1 : 0);
  });
});
