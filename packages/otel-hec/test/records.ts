import type { LogAttributes, LogRecord } from '../src/record.ts';

/** 2023-11-14T22:13:20.123456789Z, the base record's time in protocol 7.10. */
export const TIME: [number, number] = [1_700_000_000, 123_456_789];

export interface Changes extends Partial<LogRecord> {
  readonly resourceAttributes?: LogAttributes;
}

/** A record of protocol 7.10, with what the row changes. */
export function record({ resourceAttributes = {}, ...rest }: Changes = {}): LogRecord {
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
