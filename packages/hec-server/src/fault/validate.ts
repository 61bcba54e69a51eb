import type { Fault } from './types.ts';

type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === 'string';
const flag: Check = (value) => typeof value === 'boolean';
const count: Check = (value) => Number.isInteger(value) && Number(value) >= 0;
const positive: Check = (value) => Number.isInteger(value) && Number(value) >= 1;
const status: Check = (value) => Number.isInteger(value) && Number(value) >= 200 && Number(value) <= 599;
const record: Check = (value) => typeof value === 'object' && value !== null;

const match: Readonly<Record<string, Check>> = {
  path: text,
  contains: text,
  nth: (value) => positive(value) || (Array.isArray(value) && value.every(positive)),
  every: positive,
  after: count,
  probability: (value) => typeof value === 'number' && value >= 0 && value <= 1,
  times: (value) => value === Number.POSITIVE_INFINITY || count(value),
};

const actions: Readonly<Record<Fault['do'], Readonly<Record<string, Check>>>> = {
  status: {
    status,
    code: count,
    text,
    retryAfter: (value) => count(value) || text(value),
    take: (value) => flag(value) || count(value),
    body: text,
    headers: record,
  },
  html: { status, take: flag },
  'wrong-json': { status, body: text, take: flag },
  hang: { take: flag },
  slow: { ms: count },
  reset: {},
  'reset-after': {},
  half: {},
  close: {},
};

const required: Readonly<Partial<Record<Fault['do'], string>>> = { status: 'status', slow: 'ms' };

/** Names of everything a fault can do. */
export const faultActions: readonly string[] = Object.keys(actions);

/** @throws TypeError saying what is wrong with which fault. */
export function validateFaults(faults: readonly unknown[]): void {
  for (const [i, fault] of faults.entries()) {
    const given: Record<string, unknown> = record(fault) ? { ...(fault as object) } : {};
    const { do: action } = given as { do?: unknown };
    if (typeof action !== 'string' || !Object.hasOwn(actions, action)) {
      throw new TypeError(
        `Invalid fault ${i + 1}: \`do\` is one of ${faultActions.join(', ')}, got ${JSON.stringify(action)}`,
      );
    }
    delete given['do'];
    const known: Readonly<Record<string, Check>> = { ...actions[action as Fault['do']], ...match };
    const needed = required[action as Fault['do']];
    if (needed !== undefined && given[needed] === undefined) {
      throw new TypeError(`Invalid fault ${i + 1}: \`${action}\` needs \`${needed}\``);
    }
    for (const [name, value] of Object.entries(given)) {
      if (!Object.hasOwn(known, name)) {
        throw new TypeError(
          `Invalid fault ${i + 1}: \`${action}\` knows no \`${name}\`; it knows ${Object.keys(known).join(', ')}`,
        );
      }
      if (value !== undefined && !known[name]?.(value)) {
        throw new TypeError(`Invalid fault ${i + 1}: \`${name}\` cannot be ${JSON.stringify(value)}`);
      }
    }
    if (action === 'reset' && given['contains'] !== undefined) {
      throw new TypeError(
        `Invalid fault ${i + 1}: \`reset\` comes before the body, so \`contains\` sees nothing; use \`reset-after\``,
      );
    }
  }
}
