import { inspect } from 'node:util';
import { HecError, type HecOptions, type LevelRule } from 'hec-core';

/** What a level means: metadata that its events get, or the number of a custom level. */
export type PinoLevelRule = Omit<LevelRule, 'label'> | number;

/** How pino's lines are read. */
export interface LineSettings {
  /**
   * What levels mean, by label or number. An object is metadata for the events of that level:
   * `{ error: { index: 'errors' } }` routes them. A number names a custom level, `{ notice: 35 }`, where pino does not
   * announce its levels itself (in the pipe command).
   * @default {}
   */
  readonly levels?: Readonly<Record<string, PinoLevelRule>>;
  /**
   * Key of the event's time in the line. `false` takes the time of arrival.
   * @default 'time'
   */
  readonly timeKey?: string | false;
  /**
   * Key of the level in the line.
   * @default 'level'
   */
  readonly levelKey?: string | false;
  /**
   * Indexed field that the level's label travels in; `false` for none.
   * @default 'severity'
   */
  readonly levelField?: string | false;
}

/**
 * Options of the transport, of {@link createHecStream} and of the `pino-hec` command: everything that
 * `createHecClient` of hec-core takes, and how pino's lines are read. For the transport they have to be plain data,
 * because they travel to a worker thread.
 */
export interface PinoHecOptions extends HecOptions, LineSettings {}

// What pino and thread-stream put beside our options on their way into the worker.
const FOREIGN = new Set(['$context', 'pinoWillSendConfig', 'dedupe', 'targets', 'pipelines']);
const OWN = ['levels', 'timeKey', 'levelKey', 'levelField'] as const;
const METADATA = ['host', 'source', 'sourcetype', 'index', 'fields'];

/**
 * Divides what the user gave into what hec-core takes and what is ours.
 * @throws {HecError} `HEC_INVALID_OPTION` when one of ours is wrong; hec-core looks at the others.
 */
export function divideOptions(given: object): { hec: HecOptions; lines: LineSettings } {
  const hec: Record<string, unknown> = {};
  const lines: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || FOREIGN.has(name)) continue;
    if ((OWN as readonly string[]).includes(name)) lines[name] = value;
    else hec[name] = value;
  }
  for (const name of ['timeKey', 'levelKey', 'levelField'] as const) checkKey(name, lines[name]);
  checkLevels(lines['levels']);
  return { hec, lines };
}

function checkKey(name: string, value: unknown): void {
  if (value === undefined || value === false || (typeof value === 'string' && value !== '')) return;
  throw invalid(name, 'a key of the line, or false', value);
}

function checkLevels(levels: unknown): void {
  if (levels === undefined) return;
  if (!isRecord(levels)) throw invalid('levels', "an object such as { error: { index: 'errors' } }", levels);
  for (const [level, rule] of Object.entries(levels)) {
    if (typeof rule === 'number' && Number.isFinite(rule)) continue;
    if (!isRecord(rule))
      throw invalid(`levels.${level}`, 'an object of metadata, or the number of a custom level', rule);
    for (const [key, value] of Object.entries(rule)) {
      if (!METADATA.includes(key))
        throw invalid(`levels.${level}.${key}`, `one of ${METADATA.join(', ')}`, key, 'the key ');
      const wanted = key === 'fields' ? isRecord(value) : typeof value === 'string';
      if (!wanted) throw invalid(`levels.${level}.${key}`, key === 'fields' ? 'an object' : 'a string', value);
    }
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(option: string, expected: string, got: unknown, what = ''): HecError {
  const shown = `${what}${inspect(got, { depth: 0, breakLength: Number.POSITIVE_INFINITY })} (${typeof got})`;
  return new HecError('HEC_INVALID_OPTION', `Invalid option \`${option}\`: expected ${expected}, got ${shown}`, {
    option,
  });
}
