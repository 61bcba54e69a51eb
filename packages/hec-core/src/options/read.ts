import { isForeignGroup } from './foreign.ts';
import { isRecord, typeOf } from './got.ts';
import type { Problems } from './problems.ts';
import { GROUPS, isOption, SCHEMA } from './schema.ts';
import { unknownOption } from './unknown.ts';
import type { Values } from './values.ts';

/** What a group may be written as when one of its members says it all. */
const SHORTHAND: Readonly<Record<string, string>> = { spool: 'spool.dir', deadLetter: 'deadLetter.file' };

/** Options as somebody wrote them, checked one by one and laid flat. */
export interface Written {
  readonly values: Values;
  /** Still unread. */
  readonly destinations: readonly unknown[] | undefined;
}

/**
 * Reads an options object. Every property is read once, so that what was checked is what is used, and a property that
 * throws is a problem like any other.
 *
 * @param where the destination in messages, `destinations[0]`; `''` for the client.
 */
export function readOptions(input: unknown, where: string, problems: Problems): Written {
  const prefix = where === '' ? '' : `${where}.`;
  const values: Record<string, unknown> = {};
  let destinations: readonly unknown[] | undefined;

  const wrong = (path: string, problem: string): void =>
    problems.add(prefix + path, `Invalid option \`${prefix}${path}\`: ${problem}`);

  function readOne(path: string, value: unknown): void {
    if (!isOption(path)) return problems.add(prefix + path, unknownOption(prefix, path));
    const { kind, client } = SCHEMA[path];
    if (client && where !== '') return wrong(path, "it is the client's, one for all destinations");
    if (path === 'token' && typeof value === 'string') problems.hide(value);
    const read = kind.read(value);
    if (read.problem === undefined) values[path] = read.value;
    else wrong(path, read.problem);
  }

  function readTop(name: string, value: unknown): void {
    const short = SHORTHAND[name];
    if (name === 'destinations' && where === '') readDestinations(value);
    else if (short !== undefined && typeof value === 'string') readOne(short, value);
    else if ((GROUPS.has(name) || isForeignGroup(name)) && isRecord(value)) each(value, `${name}.`, readOne);
    else if (GROUPS.has(name)) {
      wrong(name, `expected ${short === undefined ? 'an object' : 'a name or an object'}, got ${typeOf(value)}`);
    } else if (name.includes('.')) problems.add(prefix + name, unknownOption(prefix, name));
    else readOne(name, value);
  }

  function readDestinations(value: unknown): void {
    if (Array.isArray(value) && value.length > 0) destinations = [...(value as readonly unknown[])];
    else wrong('destinations', `expected a list of one or more, got ${Array.isArray(value) ? 'none' : typeOf(value)}`);
  }

  /** Calls `read` for every property that is set. */
  function each(record: Readonly<Record<string, unknown>>, group: string, read: typeof readOne): void {
    for (const name of Object.keys(record)) {
      try {
        const value = record[name];
        if (value !== undefined) read(group + name, value);
      } catch {
        wrong(group + name, 'reading it threw an error');
      }
    }
  }

  try {
    if (isRecord(input)) each(input, '', readTop);
    else problems.add(where, notAnObject(where, typeOf(input)));
  } catch {
    problems.add(where, notAnObject(where, 'one that throws when it is read'));
  }
  return { values, destinations };
}

const notAnObject = (where: string, instead: string): string =>
  `Invalid ${where === '' ? 'options' : `option \`${where}\``}: expected an object, got ${instead}`;
