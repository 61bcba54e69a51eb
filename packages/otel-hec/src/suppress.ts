import { context, createContextKey, ROOT_CONTEXT } from '@opentelemetry/api';

// The key that the SDK's own suppressTracing sets. `createContextKey` makes it with Symbol.for, so that it is the same
// in every copy of the API, 1.9 and 1.10 alike, and @opentelemetry/core is not needed.
const SUPPRESS_TRACING = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

/**
 * Runs what sends requests with tracing suppressed. Wrapping `export` would not do: the requests are made later, from
 * lanes and timers that inherit no context from it, and were traced (conventions 1.5). The root context rather than the
 * active one, which is some request's of the application.
 */
export function untraced<T>(run: () => T): T {
  return context.with(ROOT_CONTEXT.setValue(SUPPRESS_TRACING, true), run);
}
