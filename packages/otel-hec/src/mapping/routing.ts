import type { LogAttributes } from '../record.ts';
import { type Fields, flatten } from './flatten.ts';
import { HOST, INDEX, SOURCE, SOURCETYPE, TOKEN } from './keys.ts';
import type { Mapping } from './mapping.ts';

/** Where a record goes, as its attributes or its resource's say. */
export type Routing = { -readonly [K in 'host' | 'source' | 'sourcetype' | 'index' | 'token']?: string };

const ROUTING = new Map<string, keyof Routing>([
  [HOST, 'host'],
  [SOURCE, 'source'],
  [SOURCETYPE, 'sourcetype'],
  [INDEX, 'index'],
  [TOKEN, 'token'],
]);

/** Whether the attribute is used up by the routing, or a token, which must not be seen anywhere else. */
export function routes(key: string, value: unknown): boolean {
  return ROUTING.has(key) && (typeof value === 'string' || key === TOKEN);
}

/**
 * Sorts attributes into routing and fields. A routing attribute that is no text routes nothing (O05): the Collector
 * loses it, the specification's mapping keeps it among the fields.
 */
export function sort(attributes: LogAttributes, routing: Routing, fields: Fields, mapping: Mapping): void {
  for (const key of Object.keys(attributes)) {
    const value = attributes[key];
    const place = ROUTING.get(key);
    if (place === undefined) flatten(fields, key, value);
    else if (typeof value === 'string' && value !== '') routing[place] = value;
    else if (mapping === 'specification' && !routes(key, value)) flatten(fields, key, value);
  }
}
