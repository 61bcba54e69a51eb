import type { Mapped } from '../src/mapping/mapped.ts';
import type { LogAttributes, LogRecord } from '../src/record.ts';

/** 2023-11-14T22:13:20.123456789Z, the base record's time in protocol 7.10. */
export const TIME: [number, number] = [1_700_000_000, 123_456_789];

/** A record of protocol 7.10, with what the row changes. */
export function record(changes: Partial<LogRecord> & { resourceAttributes?: LogAttributes } = {}): LogRecord {
  const { resourceAttributes = {}, ...rest } = changes;
  return {
    hrTime: TIME,
    hrTimeObserved: TIME,
    body: 'hi',
    resource: { attributes: resourceAttributes },
    instrumentationScope: { name: 'test' },
    attributes: {},
    droppedAttributesCount: 0,
    ...rest,
  };
}

/** The envelope a mapped record is going to have: what it has in common with others, and its own. */
export function envelope(mapped: Mapped | undefined): Record<string, unknown> | undefined {
  if (mapped === undefined) return undefined;
  const { event, common, own } = mapped;
  const fields = { ...common.metadata.fields, ...own.fields };
  return { ...common.metadata, ...own, event, fields };
}
