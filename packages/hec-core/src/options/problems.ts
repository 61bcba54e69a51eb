import { HecError, type HecErrorCode } from '../errors.ts';

/** Shorter text is nobody's token, and hiding it would make holes in ordinary words. */
const SHORTEST_HIDDEN = 6;

/** Collects what is wrong, so that somebody who mends their options sees all of it at once. */
export interface Problems {
  /** Something wrong in code, by the option's name as it was written. The same is said once. */
  add(option: string, message: string, code?: HecErrorCode): void;
  /** Whether something was said of this option: what follows from it needs no words of its own. */
  knows(option: string): boolean;
  /** Something to say at start that stops nobody. */
  warn(message: string): void;
  /** A token, which no message may hold: the last guard of promise 6, should it also stand where a number belongs. */
  hide(token: string): void;
  warnings(): readonly string[];
  /** @throws HecError that says everything that was added, if anything was. Its code and option are the first one's. */
  throwIfAny(): void;
}

export function createProblems(): Problems {
  const problems = new Map<string, { readonly option: string; readonly code: HecErrorCode }>();
  const warned = new Set<string>();
  const hidden: string[] = [];
  const clean = (message: string): string => hidden.reduce((said, token) => said.replaceAll(token, '[token]'), message);
  return {
    add(option, message, code = 'HEC_INVALID_OPTION') {
      if (!problems.has(message)) problems.set(message, { option, code });
    },
    knows: (option) => [...problems.values()].some((problem) => problem.option === option),
    warn: (message) => void warned.add(message),
    hide(token) {
      if (token.length >= SHORTEST_HIDDEN) hidden.push(token);
    },
    warnings: () => [...warned].map(clean),
    throwIfAny() {
      const [first] = problems.values();
      if (first === undefined) return;
      const said = [...problems.keys()].map(clean);
      const message =
        said.length === 1
          ? said.join()
          : [`${said.length} options are wrong:`, ...said.map((each, i) => `  ${i + 1}. ${each}`)].join('\n');
      throw new HecError(first.code, message, { option: clean(first.option) });
    },
  };
}
