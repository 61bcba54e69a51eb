import type { Frame } from '../dialect/types.ts';
import { render } from './render.ts';

/** What stands before and after the payload. */
export interface Around {
  readonly before: string;
  readonly after: string;
}

/**
 * A frame around any payload at one time, without fields of the event's own; `undefined` for frames that do not take
 * the payload exactly once and as it is.
 */
export function splice(frame: Frame, seconds: string): Around | undefined {
  const at = frame.holes.indexOf('line');
  if (at === -1 || frame.holes.some((hole, other) => other !== at && LOOKS_AT_PAYLOAD.has(hole))) return undefined;
  const { literals, holes } = frame;
  const before = { ...frame, literals: literals.slice(0, at + 1), holes: holes.slice(0, at) };
  const after = { ...frame, literals: literals.slice(at + 1), holes: holes.slice(at + 1) };
  return { before: render(before, seconds, '', ''), after: render(after, seconds, '', '') };
}

const LOOKS_AT_PAYLOAD: ReadonlySet<string> = new Set(['line', 'members', 'quoted', 'text']);
