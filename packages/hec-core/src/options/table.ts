import { grouped } from './check.ts';
import { constantDefault } from './defaults.ts';
import { variablesOf } from './environment.ts';
import { OPTION_PATHS, SCHEMA } from './schema.ts';

/** One option as documentation shows it. */
export interface OptionRow {
  /** Dotted, as `batch.maxBytes`. */
  readonly path: string;
  readonly type: string;
  /** The constant as it is written in code, or words that say where the default comes from. */
  readonly default: string;
  /** Range and unit of a number; empty where the type says it all. */
  readonly range: string;
  /** Environment variables, the first that is set counts. Empty when it can be set in code only. */
  readonly env: readonly string[];
  /** One line. */
  readonly meaning: string;
  /** Whether it may be set for the client only, not for each destination. */
  readonly client: boolean;
}

/** Every option, in the order of the documentation: what tables in READMEs are made of and tested against. */
export const OPTIONS_TABLE: readonly OptionRow[] = [
  ...OPTION_PATHS.map((path): OptionRow => {
    const { kind, meaning, fallback, client } = SCHEMA[path];
    return {
      path,
      type: kind.type,
      default: fallback ?? `\`${inCode(constantDefault(path))}\``,
      range: kind.range,
      env: variablesOf(path).map((variable) => variable.name),
      meaning,
      client: client ?? false,
    };
  }),
  {
    path: 'destinations',
    type: 'object[]',
    default: 'the client itself is the one destination',
    range: '',
    env: [],
    meaning: 'Several destinations behind one intake; each inherits what it does not set itself',
    client: true,
  },
];

function inCode(value: string | number | boolean | undefined): string {
  if (typeof value === 'string') return `'${value}'`;
  // As people write it in code: 1000, but 30_000.
  return typeof value === 'number' && value >= 10_000 ? grouped(value, '_') : `${value}`;
}
