// What an application writes against the suite; it is only type-checked.
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { createHecClient, HecError, type HecOptions, type Stats } from 'hec-core';
import { startHecServer } from 'hec-server';
import { HecLogRecordExporter } from 'otel-hec';
import pino from 'pino';
import type { PinoHecOptions } from 'pino-hec';
import winston from 'winston';
import { HecTransport } from 'winston-hec';

const options: HecOptions = { url: 'http://127.0.0.1:8088', token: { env: 'HEC_TOKEN' }, batch: { lingerMs: 0 } };

export async function main(): Promise<Stats> {
  await using server = await startHecServer({ port: 0 });
  await using client = createHecClient({ ...options, url: server.url });
  client.child({ index: 'main' }).send({ message: 'hello' });
  const { drained } = await client.flush({ timeoutMs: 1000 });
  if (!drained) throw new HecError('HEC_CLOSED', 'not drained');
  return client.stats();
}

export const pinoLogger: pino.Logger = pino(
  pino.transport<PinoHecOptions>({ target: 'pino-hec', options: { url: 'http://127.0.0.1:8088', token: 'test' } }),
);
export const winstonLogger: winston.Logger = winston.createLogger({ transports: [new HecTransport(options)] });
export const provider: LoggerProvider = new LoggerProvider({
  processors: [new SimpleLogRecordProcessor({ exporter: new HecLogRecordExporter(options) })],
});

// @ts-expect-error: a number of milliseconds, not a text
export const wrong: HecOptions = { batch: { lingerMs: '1s' } };
