import type { HrTime, SpanContext } from '@opentelemetry/api';

// The SDK's types are described here rather than imported: one exporter then fits sdk-logs 0.203 to 0.22x and 3.x, and
// no second copy of the SDK comes with it (conventions 1.5).

/** Names and values of a record, a resource or a scope. Values may be anything: the SDK only cleans some of them. */
export type LogAttributes = Readonly<Record<string, unknown>>;

/** The resource of a record, as far as it is needed. */
export interface LogResource {
  readonly attributes: LogAttributes;
  /** Whether detectors are still looking for attributes. */
  readonly asyncAttributesPending?: boolean;
  waitForAsyncAttributes?(): Promise<void>;
}

/** The instrumentation scope of a record: the logger's name and version. */
export interface LogScope {
  readonly name: string;
  readonly version?: string;
  readonly attributes?: LogAttributes;
}

/** What every version of the SDK gives an exporter and a processor. */
export interface LogRecord {
  readonly hrTime: HrTime;
  readonly hrTimeObserved: HrTime;
  readonly spanContext?: SpanContext;
  readonly severityText?: string;
  readonly severityNumber?: number;
  readonly body?: unknown;
  readonly eventName?: string;
  readonly resource: LogResource;
  readonly instrumentationScope: LogScope;
  readonly attributes: LogAttributes;
  readonly droppedAttributesCount: number;
}

/** The answer to an export: code 0 is success, 1 failure. */
export interface ExportResult {
  readonly code: 0 | 1;
  readonly error?: Error;
}
