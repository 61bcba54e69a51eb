import type { Application } from './application.ts';

interface Instrumentation {
  readonly logger: string;
  readonly id: string;
  readonly name: string;
  /** What it needs beside itself to send records rather than only add trace ids to them. */
  readonly needs?: string;
}

const INSTRUMENTATIONS: readonly Instrumentation[] = [
  { logger: 'pino', id: '@opentelemetry/instrumentation-pino', name: 'PinoInstrumentation' },
  {
    logger: 'winston',
    id: '@opentelemetry/instrumentation-winston',
    name: 'WinstonInstrumentation',
    needs: '@opentelemetry/winston-transport',
  },
];

/**
 * Starts the instrumentations that are installed.
 *
 * @returns what is missing, for people: a logger that is installed but whose records will not be sent
 */
export function instrument(application: Application): string[] {
  return INSTRUMENTATIONS.flatMap(({ logger, id, name, needs }) => {
    const found = application.require(id);
    if (isRecord(found) && typeof found[name] === 'function') Reflect.construct(found[name], []);
    const missing = [id, ...(needs === undefined ? [] : [needs])].filter(
      (one) => application.resolve(one) === undefined,
    );
    // Without the logger nothing is missed.
    if (missing.length === 0 || application.resolve(logger) === undefined) return [];
    return [`${logger} is installed, but its records are not sent: install ${missing.join(' and ')}.`];
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
