import { isObject, type JsonObject, readJson } from '../../intake/values.ts';

/** One event with the key and the time that are meant for it. */
export interface Log {
  readonly text: string;
  readonly key: string | undefined;
  readonly time?: unknown;
}

/** What the request around the body says. */
export interface Around {
  readonly key: string | undefined;
  /** One for all events of the request (protocol K11). */
  readonly stamp: string | undefined;
  /** Where in the body the array is, as `$.a.b` (protocol K04). */
  readonly path: string | undefined;
}

export interface Intake {
  /** Whether it answers with `event_id` rather than `event_ids`. */
  readonly single: boolean;
  /** The events of a body; undefined when it is not what this call takes. */
  read(body: string, around: Around): readonly Log[] | undefined;
}

const asText = (item: unknown): string => (typeof item === 'string' ? item : JSON.stringify(item));
const asKey = (key: unknown): string | undefined => (typeof key === 'string' ? key : undefined);

/** Structured logs have to be stringified in `json` and `jsons` (protocol 4.2). */
function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function follow(value: unknown, path: string | undefined): unknown {
  if (path === undefined) return value;
  const names = path
    .replace(/^\$\.?/, '')
    .split('.')
    .filter(Boolean);
  return names.reduce((at, name) => (isObject(at) ? at[name] : undefined), value);
}

function readObject(body: string): JsonObject | undefined {
  const value = readJson(body);
  return isObject(value) ? value : undefined;
}

/** The calls by path (protocol K01-K07). */
export const intakes: Readonly<Record<string, Intake>> = {
  '/plain': {
    single: true,
    read: (body, { key, stamp: time }) => (body === '' ? [] : [{ text: body, key, time }]),
  },
  '/plain/batch': {
    single: false,
    read: (body, { key, stamp: time }) =>
      body
        .split('\n')
        .filter((line) => line !== '')
        .map((text) => ({ text, key, time })),
  },
  '/jsons': {
    single: false,
    read(body, { key, stamp: time, path }) {
      const items = follow(readJson(body), path);
      return Array.isArray(items) ? items.map((item: unknown) => ({ text: asText(item), key, time })) : undefined;
    },
  },
  '/': {
    single: true,
    read(body) {
      const { intake_key: key, json: text, '@timestamp': time } = readObject(body) ?? {};
      return isText(text) ? [{ text, key: asKey(key), time }] : undefined;
    },
  },
  '/batch': {
    single: false,
    read(body) {
      const { intake_key: key, jsons } = readObject(body) ?? {};
      return Array.isArray(jsons) && jsons.every(isText) ? jsons.map((text) => ({ text, key: asKey(key) })) : undefined;
    },
  },
  '/array': {
    single: false,
    read(body) {
      const items = readJson(body);
      if (!Array.isArray(items) || !items.every((item) => isObject(item) && isText(item['json']))) return undefined;
      return (items as JsonObject[]).map((item) => ({
        text: asText(item['json']),
        key: asKey(item['intake_key']),
        time: item['timestamp'],
      }));
    },
  },
};
