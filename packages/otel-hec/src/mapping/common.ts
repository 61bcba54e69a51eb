import type { Metadata } from 'hec-core';
import type { LogResource, LogScope } from '../record.ts';
import { SCOPE_ATTRIBUTE, SCOPE_NAME, SCOPE_VERSION } from './keys.ts';
import type { Mapping } from './mapping.ts';
import { type Fields, type Routing, sort } from './routing.ts';

/** What the records of one resource and scope have in common: worked out once, not per record. */
export interface Common {
  readonly metadata: Metadata;
  /** The token their requests carry instead of the client's own. */
  readonly token: string | undefined;
}

/** The part of the envelope that comes from the resource and, in the specification's mapping, from the scope. */
export function commonOf(resource: LogResource, scope: LogScope, mapping: Mapping): Common {
  const routing: Routing = {};
  const fields: Fields = {};
  if (mapping === 'specification') addScope(fields, scope);
  sort(resource.attributes, routing, fields, mapping);
  const { token, ...envelope } = routing;
  return { metadata: { ...envelope, fields: fields as NonNullable<Metadata['fields']> }, token };
}

function addScope(fields: Fields, { name, version, attributes }: LogScope): void {
  if (name !== '') fields[SCOPE_NAME] = name;
  if (version !== undefined && version !== '') fields[SCOPE_VERSION] = version;
  for (const [key, value] of Object.entries(attributes ?? {})) fields[`${SCOPE_ATTRIBUTE}.${key}`] = value;
}
