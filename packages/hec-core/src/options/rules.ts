import { anyOf } from './check.ts';
import { DEFAULTS } from './defaults.ts';
import { ADDRESS, addresses } from './layers.ts';
import { recognise } from './recognise.ts';
import type { OptionPath, Values } from './values.ts';

/** What options have to do with each other. */
export interface Rule {
  /** The first is the one to blame. */
  readonly paths: readonly [OptionPath, ...OptionPath[]];
  /** What is wrong, or undefined. */
  readonly broken: (values: Values) => string | undefined;
}

export const RULES: readonly Rule[] = [
  {
    paths: ['retry.capMs', 'retry.baseMs'],
    broken(values) {
      const base = values['retry.baseMs'] ?? DEFAULTS['retry.baseMs'];
      const cap = values['retry.capMs'] ?? DEFAULTS['retry.capMs'];
      return cap < base ? `expected at least \`retry.baseMs\`, which is ${base}, got ${cap} (number)` : undefined;
    },
  },
  needs('spool.dir', 'spool.mode', 'spool.maxBytes', 'spool.fsync', 'spool.fsyncIntervalMs'),
  needs('deadLetter.file', 'deadLetter.maxBytes'),
  needs('tls.key', 'tls.cert'),
  needs('tls.cert', 'tls.key'),
  needs('splunk.stack', 'splunk.provider'),
  needs('falcon.apiUrlKey', 'falcon.region'),
  {
    paths: ADDRESS,
    broken(values) {
      const given = ADDRESS.filter((path) => values[path] !== undefined && path !== 'urls');
      if (values.urls !== undefined && values.url === undefined) given.push('urls');
      return given.length > 1
        ? `expected one address, got ${given.map((path) => `\`${path}\``).join(' and ')}: use \`destinations\` for several`
        : undefined;
    },
  },
  onlyWith('sekoia.jsonPath', ['jsons']),
  onlyWith('sekoia.metadata', ['jsons']),
  onlyWith('sekoia.keyIn', ['plain', 'plain/batch', 'jsons']),
  {
    paths: ['urls', 'url'],
    broken(values) {
      if (values.dialect !== undefined) return undefined;
      const dialects = new Set(addresses(values).map((url) => recognise(url) ?? 'splunk'));
      return dialects.size > 1
        ? `expected addresses of one collector cluster, got those of ${[...dialects].join(' and ')}: use \`destinations\``
        : undefined;
    },
  },
];

/** What only some of Sekoia's calls know. */
function onlyWith(path: 'sekoia.jsonPath' | 'sekoia.keyIn' | 'sekoia.metadata', calls: readonly string[]): Rule {
  return {
    paths: [path, 'sekoia.path'],
    broken(values) {
      const { 'sekoia.path': call = DEFAULTS['sekoia.path'] } = values;
      return values[path] === undefined || values[path] === false || calls.includes(call)
        ? undefined
        : `expected \`sekoia.path\` ${anyOf(calls.map((each) => `'${each}'`))} beside it, got '${call}'`;
    },
  };
}

/** The others mean nothing without the first. */
function needs(needed: OptionPath, ...others: OptionPath[]): Rule {
  return {
    paths: [needed, ...others],
    broken(values) {
      const alone = others.find((path) => values[path] !== undefined);
      return alone !== undefined && values[needed] === undefined
        ? `expected \`${needed}\` beside \`${alone}\`, got nothing`
        : undefined;
    },
  };
}
