import type { Fault } from './types.ts';
import { faultActions, validateFaults } from './validate.ts';

/** The HEC code that goes with a status when a short form names none (protocol 1.11). */
const customary: Readonly<Record<string, number>> = { 400: 6, 401: 3, 403: 4, 429: 26, 500: 8, 503: 9 };

const numbers = new Set(['status', 'code', 'ms', 'every', 'after', 'times', 'probability']);

function readValue(name: string, value: string): unknown {
  if (numbers.has(name)) return Number(value);
  if (name === 'nth') return value.split('+').map(Number);
  if (name === 'retryAfter') return /^\d+$/.test(value) ? Number(value) : value;
  if (name === 'take') return /^\d+$/.test(value) ? Number(value) : value === 'true';
  return value;
}

/**
 * Reads a fault as written on a command line: what to do, then `name=value` pairs, with commas between.
 * A status stands for `do: 'status'`, with the HEC code that usually comes with it.
 *
 * @throws TypeError saying what is wrong with it.
 * @example `503,times=5` · `429,retry-after=2,every=10` · `hang,contains=poison` · `slow,ms=800,probability=0.2` · `reset,nth=2+5`
 */
export function parseFault(text: string): Fault {
  const [head = '', ...pairs] = text.split(',').map((part) => part.trim());
  const code = customary[head];
  const fault: Record<string, unknown> = /^\d+$/.test(head)
    ? { do: 'status', status: Number(head), ...(code === undefined ? {} : { code }) }
    : { do: head };
  if (fault['do'] !== 'status' && !faultActions.includes(head)) {
    throw new TypeError(`Invalid fault "${text}": it begins with an HTTP status or one of ${faultActions.join(', ')}.`);
  }
  for (const pair of pairs) {
    const [, name = '', value = ''] = /^([a-z-]+)=(.*)$/.exec(pair) ?? [];
    if (name === '') throw new TypeError(`Invalid fault "${text}": "${pair}" is not of the form name=value.`);
    const key = name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    fault[key] = readValue(key, value);
  }
  validateFaults([fault]);
  return fault as unknown as Fault;
}
