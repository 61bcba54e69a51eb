import { DEFAULTS } from './defaults.ts';
import { OPTION_PATHS, SCHEMA } from './schema.ts';
import type { HecOptions } from './types.ts';
import type { OptionPath } from './values.ts';

/** An option on the command line: `batch.maxBytes` is `--batch-max-bytes`. */
export interface OptionFlag {
  /** Without the dashes in front. */
  readonly name: string;
  /** The option it stands for. */
  readonly option: string;
  /** Whether it stands alone, `--ack-enabled` or `--no-ack-enabled`, rather than before a value. */
  readonly alone: boolean;
  /** Whether `--no-` in front switches it off. */
  readonly negatable: boolean;
  readonly type: string;
  /** One line for `--help`. */
  readonly meaning: string;
  /** The default, or where it comes from; absent when there is none. */
  readonly fallback?: string;
  /** Reads what was typed. What it does not understand it gives back, for `createHecClient` to judge. */
  parse(text: string): unknown;
}

const kebab = (path: string): string =>
  path.replaceAll('.', '-').replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const flagOf = (path: OptionPath): OptionFlag => {
  const { kind, meaning, fallback } = SCHEMA[path];
  const constant: unknown = Object.hasOwn(DEFAULTS, path) ? DEFAULTS[path as keyof typeof DEFAULTS] : undefined;
  // An empty object is a default not worth a word.
  const said = fallback ?? (typeof constant === 'object' ? undefined : JSON.stringify(constant));
  return {
    name: kebab(path),
    option: path,
    alone: kind.type === 'boolean',
    negatable: kind.type.startsWith('boolean'),
    type: kind.type,
    meaning,
    ...(said === undefined ? {} : { fallback: said }),
    parse: (text) => kind.parse(text),
  };
};

/**
 * Every option as a flag, then two for tokens that should not stand on a command line, where every user of the
 * machine can read them (`ps`).
 */
export const OPTION_FLAGS: readonly OptionFlag[] = [
  ...OPTION_PATHS.map(flagOf),
  tokenFrom('env', 'Name of the environment variable that holds the token'),
  tokenFrom('file', 'File that holds the token; read anew when it changes'),
];

function tokenFrom(where: 'env' | 'file', meaning: string): OptionFlag {
  return {
    name: `token-${where}`,
    option: 'token',
    alone: false,
    negatable: false,
    type: 'string',
    meaning,
    parse: (text) => ({ [where]: text }),
  };
}

/**
 * Makes options of flags, by their names without dashes. Flags that are not options are passed over: they are the
 * command's own.
 */
export function optionsOfFlags(flags: Readonly<Record<string, unknown>>): HecOptions {
  const options: Record<string, unknown> = {};
  for (const flag of OPTION_FLAGS) {
    const given = flags[flag.name];
    if (given === undefined) continue;
    const value = typeof given === 'string' ? flag.parse(given) : given;
    const [group = '', member] = flag.option.split('.');
    if (member === undefined) options[group] = value;
    else options[group] = { ...(options[group] as object | undefined), [member]: value };
  }
  return options;
}
