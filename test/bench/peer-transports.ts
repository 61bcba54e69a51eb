// Every way to ship logs that is compared, behind one face.
import { createReadStream, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { SeverityNumber } from '@opentelemetry/api';
import {
  BatchLogRecordProcessor,
  LoggerProvider,
  type LogRecordExporter,
  type LogRecordProcessor,
} from '@opentelemetry/sdk-logs';
import { createHecClient } from 'hec-core';
import { HecLogRecordExporter, HecLogRecordProcessor } from 'otel-hec';
import pino from 'pino';
import winston from 'winston';
import { HecTransport } from 'winston-hec';
import { fileOf, loadPeer } from './peers-folder.ts';

export interface Peer {
  log(message: string, n: number): void;
  /** What its documentation says to call before the end of a program. */
  end(): Promise<void>;
  /** Events that are in a file instead of at the collector. */
  inFile?(): Promise<number>;
}

/** What is used of packages that bring no types, or are not installed where types are checked. */
interface SplunkLogger {
  error(error: unknown): void;
  send(event: object): void;
  flush(done: () => void): void;
}
type Exporter = new (options: { url: string }) => LogRecordExporter;

export async function loadOtlpExporter(): Promise<Exporter> {
  return (await loadPeer<{ OTLPLogExporter: Exporter }>('@opentelemetry/exporter-logs-otlp-http')).OTLPLogExporter;
}

const fields = (n: number): object => ({ reqId: `4f1c2d7e-${n % 9973}`, status: 200, ms: (n % 997) / 10 });

/** A queue that holds all of a run, and batches that are not tiny: what a user sets who wants throughput. */
const QUEUE = { maxBytes: 268_435_456 };
const OTEL_BATCH = { maxQueueSize: 1_048_576, maxExportBatchSize: 4096, scheduledDelayMillis: 1000 };

function pinoPeer(target: string, options: object): Peer {
  const log = pino({ base: { pid: 4242, hostname: 'app-7f9c' } }, pino.transport({ target, options }));
  return {
    log: (message, n) => log.info(fields(n), message),
    end: () => new Promise((resolve, reject) => log.flush((error) => (error ? reject(error) : resolve()))),
  };
}

function winstonPeer(transport: winston.transport, inFile?: () => Promise<number>): Peer {
  const log = winston.createLogger({ transports: [transport] });
  // A transport that fails speaks up here; without a listener that would end the process.
  log.on('error', () => {});
  return {
    log: (message, n) => void log.info(message, fields(n)),
    end: () =>
      new Promise((resolve) => {
        transport.once('finish', () => resolve());
        log.end();
      }),
    ...(inFile === undefined ? {} : { inFile }),
  };
}

function otelPeer(processor: LogRecordProcessor): Peer {
  const provider = new LoggerProvider({ processors: [processor] });
  const logger = provider.getLogger('bench');
  return {
    log: (body, n) =>
      logger.emit({ body, severityNumber: SeverityNumber.INFO, severityText: 'INFO', attributes: { ...fields(n) } }),
    end: () => provider.forceFlush(),
  };
}

/** What a client is called with that no logger stands before. */
const bare = (message: string, n: number): object => ({ message: { message, ...fields(n) }, severity: 'info' });

function corePeer(url: string): Peer {
  const client = createHecClient({ url, token: 'bench', queue: QUEUE });
  return { log: (message, n) => void client.send(bare(message, n)), end: async () => void (await client.flush()) };
}

async function splunkPeer(url: string): Promise<Peer> {
  const { default: splunk } = await loadPeer<{ default: { Logger: new (options: object) => SplunkLogger } }>(
    'splunk-logging',
  );
  const log = new splunk.Logger({
    token: 'bench',
    url,
    maxBatchCount: 1000,
    maxBatchSize: 1_000_000,
    batchInterval: 1000,
    maxRetries: 5,
  });
  log.error = () => {};
  return {
    log: (message, n) => log.send(bare(message, n)),
    end: () => new Promise((resolve) => log.flush(() => resolve())),
  };
}

function filePeer(): Peer {
  const filename = path.join(tmpdir(), `hec-bench-${process.pid}.log`);
  return winstonPeer(new winston.transports.File({ filename }), async () => {
    if (!existsSync(filename)) return 0;
    let lines = 0;
    for await (const chunk of createReadStream(filename)) for (const byte of chunk as Buffer) if (byte === 10) lines++;
    return lines;
  });
}

/** By name; `hec` is what our own get. */
export const PEERS: Readonly<Record<string, (url: string) => Peer | Promise<Peer>>> = {
  'hec-core': corePeer,
  'pino-hec': (url) => pinoPeer('pino-hec', { url, token: 'bench', queue: QUEUE }),
  'winston-hec': (url) => winstonPeer(new HecTransport({ url, token: 'bench', queue: QUEUE })),
  'otel-hec': (url) => otelPeer(new HecLogRecordProcessor({ url, token: 'bench', queue: QUEUE })),
  'otel-hec-exporter': (url) => {
    const exporter = new HecLogRecordExporter({ url, token: 'bench', queue: QUEUE });
    return otelPeer(new BatchLogRecordProcessor({ exporter, ...OTEL_BATCH }));
  },
  'splunk-logging': splunkPeer,
  'winston-splunk-httplogger': async (url) => {
    const { default: SplunkStreamEvent } = await loadPeer<{ default: new (options: object) => winston.transport }>(
      'winston-splunk-httplogger',
    );
    return winstonPeer(new SplunkStreamEvent({ splunk: { url, token: 'bench', maxRetries: 5 } }));
  },
  'pino-loki': (host) => pinoPeer(fileOf('pino-loki'), { host, batching: { interval: 1, maxBufferSize: 1_000_000 } }),
  'pino-elasticsearch': (node) =>
    pinoPeer(fileOf('pino-elasticsearch'), { node, index: 'bench', esVersion: 9, flushBytes: 1_000_000 }),
  'pino-opentelemetry-transport': (url) =>
    pinoPeer(fileOf('pino-opentelemetry-transport'), {
      loggerName: 'bench',
      serviceVersion: '1',
      resourceAttributes: { 'service.name': 'bench' },
      logRecordProcessorOptions: {
        recordProcessorType: 'batch',
        exporterOptions: { protocol: 'http', httpExporterOptions: { url: `${url}/v1/logs` } },
        processorConfig: OTEL_BATCH,
      },
    }),
  'otlp-http': async (url) => {
    const exporter = new (await loadOtlpExporter())({ url: `${url}/v1/logs` });
    return otelPeer(new BatchLogRecordProcessor({ exporter, ...OTEL_BATCH }));
  },
  'winston-http': (url) => {
    const { port } = new URL(url);
    return winstonPeer(
      new winston.transports.Http({
        host: '127.0.0.1',
        port: Number(port),
        batch: true,
        batchCount: 1000,
        batchInterval: 1000,
      }),
    );
  },
  'winston-file': filePeer,
};
