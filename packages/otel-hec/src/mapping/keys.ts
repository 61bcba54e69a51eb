/** Attributes that go into the envelope rather than into `fields` (protocol 6.1, 6.2). */
export const HOST = 'host.name';
export const SOURCE = 'com.splunk.source';
export const SOURCETYPE = 'com.splunk.sourcetype';
export const INDEX = 'com.splunk.index';
/** Token of the request a record travels in. It is a credential: it goes into no field, log or message (O14). */
export const TOKEN = 'com.splunk.hec.access_token';

export const SEVERITY_TEXT = 'otel.log.severity.text';
export const SEVERITY_NUMBER = 'otel.log.severity.number';
export const TRACE_ID = 'trace_id';
export const SPAN_ID = 'span_id';
export const TRACE_FLAGS = 'trace_flags';
/** The stable attribute for destinations without an event name of their own; it replaces `otel.log.name`. */
export const EVENT_NAME = 'otel.event.name';
export const SCOPE_NAME = 'otel.scope.name';
export const SCOPE_VERSION = 'otel.scope.version';
export const SCOPE_ATTRIBUTE = 'otel.scope';
export const DROPPED_ATTRIBUTES = 'otel.dropped_attributes_count';
