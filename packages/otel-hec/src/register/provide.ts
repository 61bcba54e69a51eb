import { env } from 'node:process';
import * as api from '@opentelemetry/api';
import { LoggerProvider } from '@opentelemetry/sdk-logs';
import type { HecLogRecordProcessor } from '../processor.ts';
import type { Application } from './application.ts';
import { resourceOf } from './resource.ts';

/** Where a version of the OpenTelemetry API keeps the global logger provider. */
interface LogsApi {
  setGlobalLoggerProvider(provider: unknown): unknown;
}

/**
 * Makes the processor's provider the global one, in `@opentelemetry/api` from 1.10 on and in `@opentelemetry/api-logs`,
 * where older instrumentations, the winston transport among them, look for it.
 *
 * @returns false when there is one already
 */
export function provide(processor: HecLogRecordProcessor, application: Application): boolean {
  const provider = new LoggerProvider({ resource: resourceOf(env) as never, processors: [processor] });
  const apis = [api, ...apiLogs(application)].flatMap((one) => (hasLogs(one) ? [one.logs] : []));
  return apis.map((logs) => isTaken(logs.setGlobalLoggerProvider(provider), provider)).every(Boolean);
}

/** `@opentelemetry/api` answers with success, `api-logs` with the provider that is in force. */
function isTaken(answer: unknown, provider: LoggerProvider): boolean {
  return answer === true || answer === provider;
}

/** Any copy will do: they share one place in the global object. */
function apiLogs(application: Application): unknown[] {
  const winston = application.resolve('@opentelemetry/winston-transport');
  const lookouts = [application, ...(winston === undefined ? [] : [application.asSeenFrom(winston)])];
  return lookouts
    .map((from) => from.require('@opentelemetry/api-logs'))
    .filter((found) => found !== undefined)
    .slice(0, 1);
}

function hasLogs(found: unknown): found is { readonly logs: LogsApi } {
  return typeof found === 'object' && found !== null && 'logs' in found;
}
