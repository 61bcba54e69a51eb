/** What is known of an option from its documentation, written down once more, so that the two can disagree. */
export interface Case {
  /** Values that are taken, and what settings make of them. */
  readonly good: readonly (readonly [given: unknown, settled: unknown])[];
  /** Values that are not taken, and what is said of them. */
  readonly bad: readonly (readonly [given: unknown, said: string])[];
  /** Texts of the environment that are taken. Empty where the value has none. */
  readonly env: readonly (readonly [text: string, settled: unknown])[];
  /** A text of the environment that is not taken; undefined where every text is. */
  readonly badEnv: string | undefined;
  readonly settledDefault: unknown;
  /** Other options that have to be set as well. */
  readonly beside?: Readonly<Record<string, unknown>>;
  /** Stands for the URL, which is what settings make of it. */
  readonly makesUrl?: true;
  /** Those others mean nothing without this one. */
  readonly inPair?: true;
}

export function integer(min: number, max: number, settledDefault: number, more: Partial<Case> = {}): Case {
  const open = max === Number.MAX_SAFE_INTEGER;
  const what = open ? `an integer of ${min} or more` : `an integer between ${min} and ${max}`;
  return {
    good: [
      [min, min],
      [max, max],
    ],
    bad: [
      [min - 1, `expected ${what}, got ${min - 1} (number)`],
      ...(open ? [] : ([[max + 1, `expected ${what}, got ${max + 1} (number)`]] as const)),
      [min + 0.5, `expected ${what}, got ${min + 0.5} (number)`],
      [Number.NaN, `expected ${what}, got NaN (number)`],
      [String(max), `expected ${what}, got "${max}" (string)`],
      [null, `expected ${what}, got null`],
      [BigInt(max), `expected ${what}, got ${max} (bigint)`],
    ],
    env: [
      [String(min), min],
      [` ${max} `, max],
    ],
    badEnv: '1mb',
    settledDefault,
    ...more,
  };
}

/** An integer that may also be 0, with nothing between 0 and the range. */
export function integerOrZero(min: number, max: number, settledDefault: number): Case {
  const plain = integer(min, max, settledDefault);
  return {
    ...plain,
    good: [[0, 0], ...plain.good],
    bad: plain.bad.map(([given, said]) => [given, said.replace('expected an', 'expected 0 or an')]),
    env: [['0', 0], ...plain.env],
  };
}

export const flag = (settledDefault: boolean): Case => ({
  good: [
    [true, true],
    [false, false],
  ],
  bad: [
    ['true', 'expected true or false, got "true" (string)'],
    [1, 'expected true or false, got 1 (number)'],
  ],
  env: [
    ['true', true],
    ['FALSE', false],
    ['1', true],
    ['0', false],
  ],
  badEnv: 'yes please',
  settledDefault,
});

export function oneOf(words: readonly string[], settledDefault: string, more: Partial<Case> = {}): Case {
  const listed = words.map((word) => `'${word}'`);
  const what = `${listed.slice(0, -1).join(', ')} or ${listed.at(-1)}`;
  return {
    good: words.map((word) => [word, word]),
    bad: [
      ['other', `expected ${what}, got "other" (string)`],
      [1, `expected ${what}, got 1 (number)`],
    ],
    env: words.map((word) => [word.toUpperCase(), word]),
    badEnv: 'other',
    settledDefault,
    ...more,
  };
}

export function text(what: string, settledDefault: unknown, more: Partial<Case> = {}): Case {
  return {
    good: [['a b', 'a b']],
    bad: [
      ['', `expected ${what}, got an empty string`],
      [5, `expected ${what}, got 5 (number)`],
      [['a'], `expected ${what}, got an array`],
    ],
    env: [[' text ', 'text']],
    badEnv: undefined,
    settledDefault,
    ...more,
  };
}
