import { constantDefault } from './defaults.ts';
import { ADDRESS, MERGED } from './layers.ts';
import type { Problems } from './problems.ts';
import { OPTION_PATHS, SCHEMA } from './schema.ts';
import type { OptionPath, Values } from './values.ts';

/** One environment variable. */
export interface Variable {
  readonly name: string;
  readonly parse: (raw: string) => unknown;
}

/** Variables that an option has beside the one named after it, asked after it in this order. */
const FURTHER: { readonly [P in OptionPath]?: readonly Variable[] } = {
  url: [{ name: 'SPLUNK_HEC_URL', parse: SCHEMA.url.kind.parse }],
  token: [
    // How Docker and Kubernetes secrets are handed over.
    { name: 'HEC_TOKEN_FILE', parse: (file) => ({ file }) },
    { name: 'SPLUNK_HEC_TOKEN', parse: SCHEMA.token.kind.parse },
  ],
  'spool.dir': [{ name: 'HEC_SPOOL', parse: SCHEMA['spool.dir'].kind.parse }],
  'deadLetter.file': [{ name: 'HEC_DEAD_LETTER', parse: SCHEMA['deadLetter.file'].kind.parse }],
};

/** The variables of an option, the first that is set counts: `batch.maxBytes` has `HEC_BATCH_MAX_BYTES`. */
export function variablesOf(path: OptionPath): readonly Variable[] {
  const name = `HEC_${path.replace('.', '_').replace(/[A-Z]/g, '_$&').toUpperCase()}`;
  return [{ name, parse: SCHEMA[path].kind.parse }, ...(FURTHER[path] ?? [])];
}

/** What the environment says. */
export interface Surroundings {
  readonly values: Values;
  /** The variable that each value came from. */
  readonly names: ReadonlyMap<OptionPath, string>;
}

/**
 * Reads the environment. An empty variable is as good as none. A variable that makes no sense costs a warning and the
 * default, not the start of the application: what runs it is often written by somebody else than what it is
 * (the OpenTelemetry specification asks for the same).
 *
 * @param ignored options that code has set, whose variables nobody asks for.
 */
export function readEnvironment(env: NodeJS.ProcessEnv, ignored: Values, problems: Problems): Surroundings {
  const values: Record<string, unknown> = {};
  const names = new Map<OptionPath, string>();
  const decided = (path: OptionPath): boolean => Object.hasOwn(ignored, path) && !MERGED.has(path);
  for (const path of OPTION_PATHS) {
    if (decided(path) || (ADDRESS.includes(path) && ADDRESS.some(decided))) continue;
    const variable = variablesOf(path).find(({ name }) => text(env, name) !== '');
    if (variable === undefined) continue;
    const raw = text(env, variable.name);
    if (path === 'token') problems.hide(raw);
    const read = SCHEMA[path].kind.read(variable.parse(raw));
    if (read.problem === undefined) {
      values[path] = read.value;
      names.set(path, variable.name);
    } else {
      problems.warn(ignoring(variable.name, path, read.problem));
    }
  }
  return { values, names };
}

/** Says that a variable is not used, and what is used instead. */
export function ignoring(variable: string, path: OptionPath, problem: string): string {
  const fallback = constantDefault(path);
  const instead = fallback === undefined ? 'as if it were not set' : `the default, ${fallback}, is used`;
  return `Environment variable ${variable} is ignored, ${instead}: ${problem}`;
}

/** Whether any of the variables that name a collector or its token is set, sensible or not. */
export function namesCollector(env: NodeJS.ProcessEnv): boolean {
  return [...ADDRESS, 'token' as const].some((path) => variablesOf(path).some(({ name }) => text(env, name) !== ''));
}

function text(env: NodeJS.ProcessEnv, name: string): string {
  return (env[name] ?? '').trim();
}
