import { types } from 'node:util';
import { SPLAT } from 'triple-beam';
import type { Info } from './info.ts';

// winston loses errors: `logger.error(err)` becomes `{"level":"error"}`, `{ err }` becomes `{"err":{}}`, and what comes
// after the first argument vanishes (winston#1338, #1664, #1739). They are found in the info and put back.

/** An error and where in the info it is; no path is the info itself. */
export interface FoundError {
  readonly path: readonly string[];
  readonly error: Error;
}

// Deeper, or among more objects, nobody hides an error; the bounds also end circular infos.
const DEEPEST = 8;
const OBJECTS = 500;

export function isError(value: unknown): value is Error {
  return types.isNativeError(value) || value instanceof Error;
}

/** The errors in an info that its JSON shows without message and stack. */
export function findErrors(info: Info): readonly FoundError[] {
  if (isError(info)) return [{ path: [], error: info }];
  return hasObjects(info) ? searchErrors(info) : NONE;
}

/** Most infos hold only text and numbers, and are done with after a look at each. */
function hasObjects(info: Info): boolean {
  for (const key in info) if (typeof info[key] === 'object' && info[key] !== null) return true;
  return false;
}

function searchErrors(info: Info): readonly FoundError[] {
  const found: FoundError[] = [];
  const path: string[] = [];
  let objects = OBJECTS;

  function look(value: object): void {
    for (const key of Object.keys(value)) {
      const inner = (value as Record<string, unknown>)[key];
      if (typeof inner !== 'object' || inner === null) continue;
      path.push(key);
      if (isError(inner)) found.push({ path: [...path], error: inner });
      else if (path.length < DEEPEST && objects-- > 0) look(inner);
      path.pop();
    }
  }

  look(info);
  return found;
}

/** Errors among the arguments after the message that neither winston nor a format has put anywhere. */
export function lostErrors(info: Info, found: readonly FoundError[]): readonly Error[] {
  const rest = info[SPLAT];
  if (!Array.isArray(rest) || !rest.some(isError)) return NONE;
  return rest.filter(
    (item): item is Error =>
      isError(item) && item.stack !== info['stack'] && found.every(({ error }) => error !== item),
  );
}

const NONE: readonly never[] = [];
