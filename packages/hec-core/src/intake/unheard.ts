import { hostname } from 'node:os';
import type { Dialect, EndpointKind, Metadata } from '../dialect/types.ts';

const METADATA = ['host', 'source', 'sourcetype', 'index', 'fields'] as const;

/**
 * The options of metadata that somebody set and that make no difference to what is sent, because the protocol has no
 * place for them: raw text has none for fields, Sekoia.io's calls have none at all.
 *
 * @param eventIds whether each event has a field of its own.
 */
export function unheard(dialect: Dialect, kind: EndpointKind, metadata: Metadata, eventIds: boolean): string[] {
  const frame = (given: Metadata, dynamicFields: boolean): string =>
    JSON.stringify(dialect.frame(kind, given, dynamicFields));
  const without = frame({}, false);
  const names: string[] = METADATA.filter((name) => {
    const { [name]: value } = metadata;
    return isSet(value) && frame({ [name]: value }, false) === without;
  });
  return eventIds && frame({}, true) === without ? [...names, 'eventIds'] : names;
}

/** The machine's name is there without anybody's doing. */
function isSet(value: Metadata[(typeof METADATA)[number]]): boolean {
  return typeof value === 'object' ? Object.keys(value).length > 0 : value !== undefined && value !== hostname();
}

/** What to say of them. */
export function unheardWarning(names: readonly string[], { name }: Dialect, kind: EndpointKind): string {
  const list = names.map((each) => `\`${each}\``).join(', ');
  const where = kind === 'raw' ? `${name} with \`endpoint: 'raw'\`` : name;
  const instead =
    name === 'sekoia' && kind === 'event'
      ? 'Set `sekoia.metadata` to put them into each event, if the format of the intake reads them there.'
      : 'Put what you need into the events themselves.';
  return `What these options say travels nowhere: ${list}. With these options ${where} has no place for it. ${instead}`;
}
