import type { LogAttributes, LogResource } from '../record.ts';

/**
 * The resource that the standard variables name. Made here, because `@opentelemetry/resources` is a dependency of the SDK
 * and cannot be imported from elsewhere in a strict node_modules; only our own processor ever looks at it.
 *
 * `OTEL_SERVICE_NAME` beats `service.name` in `OTEL_RESOURCE_ATTRIBUTES`, whose values are percent-encoded; what makes no
 * sense there costs all of it, as the specification asks.
 */
export function resourceOf(env: NodeJS.ProcessEnv): LogResource {
  const service = env['OTEL_SERVICE_NAME'];
  return {
    attributes: {
      'service.name': 'unknown_service:node',
      ...parse(env['OTEL_RESOURCE_ATTRIBUTES'] ?? ''),
      ...(service === undefined || service === '' ? {} : { 'service.name': service }),
    },
  };
}

function parse(text: string): LogAttributes {
  const pairs = text.split(',').filter((pair) => pair.trim() !== '');
  try {
    return Object.fromEntries(pairs.map(keyAndValue));
  } catch {
    return {};
  }
}

function keyAndValue(pair: string): [string, string] {
  const at = pair.indexOf('=');
  if (at < 1) throw new Error('no key=value');
  return [decodeURIComponent(pair.slice(0, at).trim()), decodeURIComponent(pair.slice(at + 1).trim())];
}
