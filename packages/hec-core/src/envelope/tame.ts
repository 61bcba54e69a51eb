import { Buffer } from 'node:buffer';
import { types } from 'node:util';

// Own code rather than safe-stable-stringify: what a throwing getter says goes into that library's output unescaped
// (3.0.0, `safe: true`), so that `new Error('"},"index":"secrets')` thrown by one would forge an envelope; and nothing
// bounds shared references, of which 30 levels of two make 2^30 members.

/** Deeper values are named, not shown: far above any record, far below what the stack takes. */
export const LEVELS = 64;

// What one event may cost in units: about 130,000 objects, a million numbers or 32 million characters. What is left
// when they are spent is counted, not shown.
const ROOM = 1_048_576;
const OBJECT = 8;
const CHARACTERS_PER_UNIT = 32;

const BYTES_SHOWN = 49_152;

export type Tame = string | number | boolean | null | undefined | Tame[] | { [key: string]: Tame };

/**
 * Copies any value into one that `JSON.stringify` takes and that says what was there: errors with stack, cause and
 * code, maps, sets, bytes as base64, digits of a bigint, functions by name, circular references, getters that throw.
 */
export function tame(value: unknown): Tame {
  const ancestors: object[] = [];
  let room = ROOM;

  function visit(item: unknown, key: string): Tame {
    room -= 1;
    if (typeof item === 'boolean' || item === undefined || item === null) return item;
    if (typeof item === 'number') return Number.isFinite(item) ? item : String(item);
    if (typeof item === 'bigint' || typeof item === 'symbol') return String(item);
    if (typeof item === 'object') return guarded(() => enter(item, key));
    if (typeof item === 'function') return guarded(() => `[Function: ${item.name || 'anonymous'}]`);
    const text = item as string;
    room -= text.length / CHARACTERS_PER_UNIT;
    return text;
  }

  function enter(item: object, key: string): Tame {
    if (ancestors.includes(item)) return '[Circular]';
    if (ancestors.length === LEVELS) return `[Deeper than ${LEVELS} levels]`;
    room -= OBJECT;
    ancestors.push(item);
    try {
      return show(item, key);
    } finally {
      ancestors.pop();
    }
  }

  function show(item: object, key: string): Tame {
    if (types.isAnyArrayBuffer(item)) return base64(Buffer.from(item));
    if (ArrayBuffer.isView(item)) return base64(Buffer.from(item.buffer, item.byteOffset, item.byteLength));
    if (types.isDate(item) && Number.isNaN(item.getTime())) return 'Invalid Date';
    if ('toJSON' in item && typeof item.toJSON === 'function') {
      const json: unknown = item.toJSON(key);
      if (json !== item) return visit(json, key);
    }
    if (Array.isArray(item)) return list(item, item.length);
    if (types.isSet(item)) return list(item, item.size);
    if (types.isMap(item)) return map(item);
    if (types.isRegExp(item) || item instanceof URLSearchParams) return String(item);
    if (types.isBoxedPrimitive(item)) return visit(item.valueOf(), key);
    const names = types.isNativeError(item) || item instanceof Error ? errorNames(item) : Object.keys(item);
    if (names.length === 0) return memberless(item);
    return members(names, (name) => (item as Record<string, unknown>)[name]);
  }

  function list(items: Iterable<unknown>, length: number): Tame[] {
    const copy: Tame[] = [];
    for (const item of items) {
      if (room <= 0) return [...copy, `[${length - copy.length} more]`];
      copy.push(visit(item, String(copy.length)));
    }
    return copy;
  }

  function map(entries: Map<unknown, unknown>): Tame {
    const keys = [...entries.keys()];
    if (!keys.every((key) => typeof key === 'string')) return list(entries, entries.size);
    return members(keys, (key) => entries.get(key));
  }

  function members(names: readonly string[], read: (name: string) => unknown): Tame {
    // Without a prototype, so that a member called `__proto__` is a member.
    const copy = Object.create(null) as Record<string, Tame>;
    for (const [index, name] of names.entries()) {
      if (room <= 0) {
        copy['…'] = `[${names.length - index} more]`;
        break;
      }
      room -= name.length / CHARACTERS_PER_UNIT;
      copy[name] = guarded(() => visit(read(name), name));
    }
    return copy;
  }

  return visit(value, '');
}

/** An error's members, those that do not enumerate included, the telling ones first. */
function errorNames(error: object): string[] {
  const first = ['name', 'message', 'stack', 'code'].filter((name) => name in error);
  const last = ['cause', 'errors'].filter((name) => name in error);
  const known = new Set([...first, ...last]);
  return [...first, ...Object.keys(error).filter((name) => !known.has(name)), ...last];
}

/** `[object Promise]`: better than nothing. */
function memberless(item: object): Tame {
  const tag = Object.prototype.toString.call(item);
  return tag === '[object Object]' ? {} : tag;
}

function base64(bytes: Buffer): Tame {
  if (bytes.length <= BYTES_SHOWN) return bytes.toString('base64');
  return { truncated: true, bytes: bytes.length, base64: bytes.toString('base64', 0, BYTES_SHOWN) };
}

function guarded(read: () => Tame): Tame {
  try {
    return read();
  } catch (error) {
    return `[Threw: ${reasonOf(error)}]`;
  }
}

/** What was thrown, in words, even if asking it throws too. */
export function reasonOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? thrown.message : String(thrown);
  } catch {
    return 'something that cannot be shown';
  }
}
