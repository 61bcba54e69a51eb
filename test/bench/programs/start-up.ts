// What making a transport costs the application's thread: a process of its own each time, so that nothing is warm.
import path from 'node:path';
import process from 'node:process';
import { jobOf } from '../program.ts';

export type Adapter = 'pino-hec' | 'pino and a no-op worker' | 'winston-hec' | 'winston' | 'otel-hec' | 'the SDK';

export interface StartUpJob {
  readonly adapter: Adapter;
  readonly url: string;
}

const { adapter, url } = jobOf() as StartUpJob;
const hec = { url, token: 'bench' };

/** Loads what is needed first; loading ours is part of what is timed, as loading a logger is part of neither. */
async function prepare(): Promise<() => Promise<void>> {
  if (adapter === 'pino-hec' || adapter === 'pino and a no-op worker') {
    const { default: pino } = await import('pino');
    return async () => {
      const noop = { target: path.join(import.meta.dirname, 'no-op-worker.ts') };
      const target = adapter === 'pino-hec' ? { target: 'pino-hec', options: hec } : noop;
      pino(pino.transport(target)).info('first');
    };
  }
  if (adapter === 'winston' || adapter === 'winston-hec') {
    const { default: winston } = await import('winston');
    return async () => {
      const transport =
        adapter === 'winston'
          ? new winston.transports.Console({ silent: true })
          : new (await import('winston-hec')).HecTransport(hec);
      winston.createLogger({ transports: [transport] }).info('first');
    };
  }
  const { LoggerProvider } = await import('@opentelemetry/sdk-logs');
  return async () => {
    const processors = adapter === 'the SDK' ? [] : [new (await import('otel-hec')).HecLogRecordProcessor(hec)];
    new LoggerProvider({ processors }).getLogger('bench').emit({ body: 'first' });
  };
}

const first = await prepare();
const start = process.hrtime.bigint();
await first();
const ms = Number(process.hrtime.bigint() - start) / 1e6;
process.send?.({ ms }, () => process.exit(0));
