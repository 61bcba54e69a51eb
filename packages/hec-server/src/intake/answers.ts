import type { Answer, TakenEvent } from '../personality/types.ts';

/** A JSON answer; `taken` are the events it accepts. */
export function json(status: number, value: unknown, taken: readonly TakenEvent[] = []): Answer {
  return { status, body: JSON.stringify(value), taken };
}

/** An answer in plain words. */
export function text(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}

/** An answer without a body. */
export function empty(status: number, taken: readonly TakenEvent[] = []): Answer {
  return { status, body: '', taken };
}
