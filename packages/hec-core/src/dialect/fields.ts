import { flatFields } from '../envelope/fields.ts';
import { joined, type Member, type Part } from './template.ts';
import type { Metadata } from './types.ts';

/** The member `fields` of a HEC envelope; none where there are no fields. */
export function fieldsMember({ fields }: Metadata, dynamicFields: boolean): Member[] {
  const own = flatFields(fields);
  if (!dynamicFields) return own === '' ? [] : [[`"fields":{${own}}`]];
  return [own === '' ? ['"fields":{', ['fieldsOnly'], '}'] : [`"fields":{${own}`, ['fields'], '}']];
}

/**
 * The event itself as an object that begins with what is known of it and with its fields; its own members come last,
 * because of two of the same name parsers take the last. With nothing known it is the event as it is.
 */
export function enriched(known: readonly Member[], { fields }: Metadata, dynamicFields: boolean): Part[] {
  const own = flatFields(fields);
  const first = own === '' ? known : [...known, [own]];
  if (first.length > 0) return ['{', ...joined(first), ...(dynamicFields ? [FIELDS] : []), ['members'], '}'];
  return dynamicFields ? ['{', ['fieldsOnly'], ['members'], '}'] : [['line']];
}

const FIELDS: Part = ['fields'];
