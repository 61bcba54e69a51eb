import type { Frame } from '../dialect/types.ts';

/** A frame cut where the payload stands: what is rendered before it, and what after. */
export interface Split {
  readonly before: Frame;
  readonly after: Frame;
}

/** Splits a frame around its payload; `undefined` for frames that do not take it exactly once and as it is. */
export function split(frame: Frame): Split | undefined {
  const at = frame.holes.indexOf('line');
  if (at === -1 || frame.holes.some((hole, other) => other !== at && LOOKS_AT_PAYLOAD.has(hole))) return undefined;
  const { literals, holes } = frame;
  return {
    before: { ...frame, literals: literals.slice(0, at + 1), holes: holes.slice(0, at) },
    after: { ...frame, literals: literals.slice(at + 1), holes: holes.slice(at + 1) },
  };
}

const LOOKS_AT_PAYLOAD: ReadonlySet<string> = new Set(['line', 'members', 'quoted', 'text']);
