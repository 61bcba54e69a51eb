import { isObject, type JsonObject, type Piece } from '../intake/values.ts';
import type { TakenEvent } from '../personality/types.ts';

/** Metadata a request's query gives to every event that does not bring its own (protocol 1.5). */
export interface Defaults {
  readonly time?: number;
  readonly host?: string;
  readonly source?: string;
  readonly sourcetype?: string;
  readonly index?: string;
  readonly channel?: string;
}

/**
 * What Splunk makes of one JSON value: an event, nothing to keep (`fields` that measure nothing),
 * an unknown key that ends the reading without a word (protocol S48), or a HEC code.
 */
export type Verdict = TakenEvent | 'nothing' | 'unknown-key' | { readonly code: 6 | 7 | 12 | 13 | 15 };

const known = new Set(['time', 'host', 'source', 'sourcetype', 'index', 'event', 'fields']);
const plainNumber = /^-?\d+(\.\d*)?$/;

/** Protocol S29 and S36: `""`, blanks, `null`, `{}` and `[]`. */
function isBlank(event: unknown): boolean {
  if (typeof event === 'string') return event.trim() === '';
  return event === null || (typeof event === 'object' && Object.keys(event).length === 0);
}

/** Flat, but for arrays of scalars, which become multi-value fields (protocol 1.5). */
function isFlat(fields: JsonObject): boolean {
  return Object.values(fields).every((value) =>
    Array.isArray(value) ? value.every((item) => typeof item !== 'object') : !isObject(value),
  );
}

function isMetric(fields: JsonObject): boolean {
  return '_value' in fields || Object.keys(fields).some((key) => key.startsWith('metric_name:'));
}

/** Whether the envelope's own `time` is written with an exponent, which Splunk 10 refuses (protocol S35). */
function hasExponentTime(text: string): boolean {
  if (!/"time"\s*:\s*-?[\d.]+[eE]/.test(text)) return false;
  const holders: unknown[] = [];
  // The regular expression also finds a `time` inside the event; only the reviver knows whose key it is.
  const root: unknown = JSON.parse(
    text,
    function (this: unknown, key: string, value: unknown, context?: { source: string }) {
      if (key === 'time' && /e/i.test(context?.source ?? '')) holders.push(this);
      return value;
    },
  );
  return holders.includes(root);
}

/** Epoch seconds; undefined when the envelope has none, false when they cannot be read (protocol S34, S35). */
function readTime(envelope: JsonObject, text: string): number | undefined | false {
  const { time } = envelope as { time?: unknown };
  if (time === undefined) return undefined;
  if (typeof time === 'string') return plainNumber.test(time.trim()) && Number(time);
  return typeof time === 'number' && !hasExponentTime(text) && time;
}

/** Judges one envelope as Splunk 10.4 does (protocol rows S01-S48). */
export function judgeEnvelope({ value, text }: Piece, defaults: Defaults, indexes: ReadonlySet<string>): Verdict {
  if (!isObject(value)) return { code: 6 };
  if (Object.keys(value).some((key) => !known.has(key))) return 'unknown-key';
  const { event, fields, ...rest } = value as { event?: unknown; fields?: unknown };
  if (event === undefined && fields === undefined) return { code: 12 };
  if (event !== undefined && isBlank(event)) return { code: 13 };
  if (fields !== undefined && !(isObject(fields) && isFlat(fields))) return { code: 15 };
  const time = readTime(value, text);
  if (time === false) return { code: 15 };
  const metadata: Record<string, unknown> = { ...defaults, ...rest };
  delete metadata['time'];
  if (Object.values(metadata).some((item) => typeof item !== 'string')) return { code: 6 };
  const { index } = metadata as { index?: string };
  if (index !== undefined && indexes.size > 0 && !indexes.has(index)) return { code: 7 };
  const metric = fields !== undefined && isMetric(fields);
  if (event === undefined && !metric) return 'nothing';
  const seconds = time ?? defaults.time;
  return {
    kind: metric ? 'metric' : 'event',
    event: event ?? null,
    raw: text,
    ...(seconds === undefined ? {} : { time: seconds }),
    ...metadata,
    ...(fields === undefined ? {} : { fields }),
  };
}
