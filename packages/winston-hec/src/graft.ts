import { describe } from './describe.ts';
import type { FoundError } from './errors.ts';

type Members = Record<string, unknown>;

/**
 * Puts the errors of an info back into what its format wrote. Nothing else changes: what the format masked, renamed or
 * left out stays so, and where it made something of an error itself, that stays as well.
 *
 * @param written the format's JSON, parsed
 * @param found the info's errors
 * @param lost errors that have no place in the info
 */
export function graft(written: Members, found: readonly FoundError[], lost: readonly Error[]): Members {
  let root = written;
  for (const { path, error } of found) {
    const key = path.at(-1);
    if (key === undefined) root = { ...describe(error), ...root };
    else if (path.length === 1 && key === 'message') root = withMessage(root, error);
    else fill(holder(root, path), key, error);
  }
  return withLost(root, lost);
}

/** Adds errors that have no place in the record, as the member `err`: one, or a list of several. */
export function withLost(root: Members, lost: readonly Error[]): Members {
  if (lost.length === 0 || 'err' in root) return root;
  const described = lost.map((error) => describe(error));
  return { ...root, err: described.length === 1 ? described[0] : described };
}

/** `logger.log({ level, message: err })`: the error's message is the record's, as `format.errors()` has it. */
function withMessage(root: Members, error: Error): Members {
  const { message: written, ...rest } = root;
  if (!isMembers(written)) return root;
  return { ...describe(error), ...written, ...rest, message: error.message };
}

/** The object that the last step of the path is a member of, if the format left it where it was. */
function holder(root: Members, path: readonly string[]): unknown {
  let at: unknown = root;
  for (const key of path.slice(0, -1)) at = isHolder(at) ? at[key] : undefined;
  return at;
}

function fill(parent: unknown, key: string, error: Error): void {
  if (!isHolder(parent)) return;
  const written = parent[key];
  if (isMembers(written)) parent[key] = { ...describe(error), ...written };
}

/** An object or an array, whose elements are members, too. */
function isHolder(value: unknown): value is Members {
  return typeof value === 'object' && value !== null;
}

function isMembers(value: unknown): value is Members {
  return isHolder(value) && !Array.isArray(value);
}
