import { emitWarning, env } from 'node:process';
import { HecLogRecordProcessor } from '../processor.ts';
import { createApplication } from './application.ts';
import { hookImports } from './imports.ts';
import { instrument } from './instrument.ts';
import { provide } from './provide.ts';
import { drainOnSigterm } from './sigterm.ts';
import { isForeignThread } from './thread.ts';

/**
 * Sends what pino and winston log, and what goes through the OpenTelemetry logs API, to the endpoint of the environment
 * (`HEC_URL`, `HEC_TOKEN` and the other variables of hec-core). Whatever is wrong costs a warning, never the start of the
 * application.
 */
export function register(): void {
  if (env['OTEL_SDK_DISABLED']?.toLowerCase() === 'true' || isForeignThread()) return;
  try {
    for (const problem of start()) warn(problem);
  } catch (error) {
    warn(`logs are not sent: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** @returns what a person should know */
function start(): readonly string[] {
  const application = createApplication();
  const processor = new HecLogRecordProcessor(env['HEC_MAPPING'] === 'collector' ? { mapping: 'collector' } : {});
  if (!provide(processor, application))
    return ['another OpenTelemetry logger provider was registered first: give it a HecLogRecordProcessor instead.'];
  drainOnSigterm(processor);
  hookImports(application);
  return instrument(application);
}

function warn(problem: string): void {
  emitWarning(`otel-hec/register: ${problem}`, { type: 'HecWarning', code: 'otel-hec-register' });
}
