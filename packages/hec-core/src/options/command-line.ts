import { type ParseArgsConfig, parseArgs } from 'node:util';
import { HecError } from '../errors.ts';
import { anyOf } from './check.ts';
import { OPTION_FLAGS, optionsOfFlags } from './flags.ts';
import { nearest } from './nearest.ts';
import type { HecOptions } from './types.ts';

/** A flag of a command beside those of the options. */
export interface CommandFlag {
  readonly type: 'boolean' | 'string';
  /** One letter. */
  readonly short?: string;
  /** One line for `--help`. */
  readonly meaning: string;
  /** What stands for the value in `--help`. */
  readonly value?: string;
  /** Whether a flag that takes a value can be switched off too: `--no-time-key`. */
  readonly negatable?: true;
}

export type CommandFlags = Readonly<Record<string, CommandFlag>>;

/** A command line taken apart. */
export interface CommandLine {
  /** The command's own flags. */
  readonly flags: Readonly<Record<string, string | boolean | undefined>>;
  /** What its other flags say. */
  readonly options: HecOptions;
  readonly positionals: readonly string[];
}

/**
 * Takes a command line apart: the command's own flags, and every option as a flag (`--batch-max-bytes`).
 * @throws HecError `HEC_INVALID_OPTION` for a flag that does not exist, which names the nearest one that does, or that
 * lacks its value.
 */
export function readCommandLine(argv: readonly string[], own: CommandFlags): CommandLine {
  const options: NonNullable<ParseArgsConfig['options']> = {};
  for (const { name, alone } of OPTION_FLAGS) options[name] = { type: alone ? 'boolean' : 'string' };
  for (const [name, { type, short }] of Object.entries(own))
    options[name] = { type, ...(short === undefined ? {} : { short }) };
  const { values, positionals, tokens } = parseArgs({
    args: [...argv],
    options,
    allowPositionals: true,
    allowNegative: true,
    strict: false,
    tokens: true,
  });
  const negatable = new Set([
    ...OPTION_FLAGS.filter((flag) => flag.negatable).map(({ name }) => name),
    ...Object.keys(own).filter((name) => own[name]?.negatable),
  ]);
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    const declared = options[name];
    if (declared === undefined) throw unknown(rawName, Object.keys(options));
    // `--no-name` is given as the name with the value false.
    const negative = rawName === `--no-${name}`;
    if (declared.type === 'string' && value === undefined && !(negative && negatable.has(name)))
      throw negative ? wrong(rawName, 'does not exist (see --help)') : wrong(rawName, 'needs a value');
    if (declared.type === 'boolean' && value !== undefined) throw wrong(rawName, 'takes no value');
  }
  const flags = Object.fromEntries(Object.entries(values).filter(([name]) => Object.hasOwn(own, name)));
  return { flags, options: optionsOfFlags(values), positionals };
}

/** The flags for `--help`, in two columns. */
export function describeFlags(own: CommandFlags): string {
  const rows = [
    ...Object.entries(own).map(([name, { short, value, meaning, negatable }]) => ({
      flag: `${short === undefined ? '' : `-${short}, `}--${negatable ? '[no-]' : ''}${name}${value === undefined ? '' : ` ${value}`}`,
      meaning,
    })),
    ...OPTION_FLAGS.map(({ name, alone, negatable, meaning, fallback }) => ({
      flag: `--${negatable ? '[no-]' : ''}${name}${alone ? '' : ' …'}`,
      meaning: fallback === undefined ? meaning : `${meaning} [${fallback}]`,
    })),
  ];
  const width = Math.max(...rows.map(({ flag }) => flag.length));
  return rows.map(({ flag, meaning }) => `  ${flag.padEnd(width)}  ${meaning.replaceAll('`', '')}\n`).join('');
}

function unknown(rawName: string, names: readonly string[]): HecError {
  const near = nearest(rawName.replace(/^-+/, ''), names).map((name) => `--${name}`);
  return wrong(
    rawName,
    near.length === 0 ? 'does not exist (see --help)' : `does not exist: did you mean ${anyOf(near)}?`,
  );
}

function wrong(rawName: string, problem: string): HecError {
  return new HecError('HEC_INVALID_OPTION', `${rawName} ${problem}`, { option: rawName.replace(/^-+/, '') });
}
