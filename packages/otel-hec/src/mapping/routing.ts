import type { LogAttributes } from '../record.ts';
import { HOST, INDEX, SOURCE, SOURCETYPE, TOKEN } from './keys.ts';
import type { Mapping } from './mapping.ts';

/** Where a record goes, as its attributes or its resource's say. */
export type Routing = { -readonly [K in 'host' | 'source' | 'sourcetype' | 'index' | 'token']?: string };

/** What goes into `fields`, as it is: hec-core flattens it as the Collector does (O08, O09). */
export type Fields = Record<string, unknown>;

const ROUTING = new Map<string, keyof Routing>([
  [HOST, 'host'],
  [SOURCE, 'source'],
  [SOURCETYPE, 'sourcetype'],
  [INDEX, 'index'],
  [TOKEN, 'token'],
]);

/**
 * Sorts attributes into routing and fields; later ones win. A routing attribute that is no text routes nothing (O05):
 * the Collector loses it, the specification's mapping keeps it among the fields, except for a token, which nobody must
 * see there.
 */
export function sort(attributes: LogAttributes, routing: Routing, fields: Fields, mapping: Mapping): void {
  for (const key of Object.keys(attributes)) {
    const value = attributes[key];
    const place = ROUTING.get(key);
    if (place === undefined) fields[key] = value;
    else if (typeof value === 'string') {
      if (value !== '') routing[place] = value;
    } else if (mapping === 'specification' && place !== 'token') fields[key] = value;
  }
}
