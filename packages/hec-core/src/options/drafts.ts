import { ignoring, type Surroundings } from './environment.ts';
import { overlay, without } from './layers.ts';
import type { Problems } from './problems.ts';
import { readOptions, type Written } from './read.ts';
import { RULES } from './rules.ts';
import type { OptionPath, Values } from './values.ts';

/** A destination as code wrote it. */
export interface Draft {
  /** What it says itself. */
  readonly own: Values;
  /** The same with what it inherits from the client, still without the environment. */
  readonly code: Values;
  /** Its place in front of its options in messages: `''` or `destinations[0].`. */
  readonly prefix: string;
}

/** The client itself is the one destination unless it lists some. */
export function draftDestinations({ values, destinations }: Written, problems: Problems): readonly Draft[] {
  if (destinations === undefined) return [{ own: values, code: values, prefix: '' }];
  // Only destinations have names then: one they all inherited would name none of them.
  const { name: _, ...inherited } = values;
  return destinations.map((each, i) => {
    const where = `destinations[${i}]`;
    const own = readOptions(each, where, problems).values;
    return { own, code: overlay(inherited, own), prefix: `${where}.` };
  });
}

/**
 * Takes out of the environment what does not go together, with itself or with code: there it is a warning.
 * @returns what is left.
 */
export function agreeable({ values, names }: Surroundings, drafts: readonly Draft[], problems: Problems): Values {
  let left: Values = values;
  for (const { code } of drafts) {
    for (const rule of RULES) {
      const problem = rule.broken(overlay(left, code));
      if (problem === undefined) continue;
      const culprits = rule.paths.filter((path) => left[path] !== undefined && code[path] === undefined);
      for (const path of culprits) problems.warn(ignoring(names.get(path) ?? '', path, problem));
      left = without(left, new Set(culprits));
    }
  }
  return left;
}

/** Adds what does not go together in code. */
export function checkRules(values: Values, { own, prefix }: Draft, problems: Problems): void {
  for (const { paths, broken } of RULES) {
    const problem = broken(values);
    if (problem === undefined || paths.some((path) => problems.knows(path) || problems.knows(prefix + path))) continue;
    const option = placeOf(paths, own, prefix);
    problems.add(option, `Invalid option \`${option}\`: ${problem}`);
  }
}

/** The name of the first option as it was written: at the destination if that sets any of them, else at the client. */
export function placeOf(paths: readonly [OptionPath, ...OptionPath[]], own: Values, prefix: string): string {
  return paths.some((path) => own[path] !== undefined) ? prefix + paths[0] : paths[0];
}
