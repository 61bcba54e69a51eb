// winston-hec in turn with a transport that does nothing; otel-hec in turn with the OTLP HTTP exporter.
import process from 'node:process';
import { setImmediate } from 'node:timers/promises';
import { SeverityNumber } from '@opentelemetry/api';
import {
  BatchLogRecordProcessor,
  LoggerProvider,
  type LogRecordExporter,
  type LogRecordProcessor,
} from '@opentelemetry/sdk-logs';
import type { HecOptions } from 'hec-core';
import { HecLogRecordExporter, HecLogRecordProcessor } from 'otel-hec';
import winston from 'winston';
import { HecTransport } from 'winston-hec';
import Transport from 'winston-transport';
import { type Cost, cost, inTurn, type Pair } from '../clock.ts';
import { loadOtlpExporter } from '../peer-transports.ts';
import { jobOf } from '../program.ts';

export interface AdaptersJob {
  readonly what: 'winston' | 'otel-processor' | 'otel-exporter';
  readonly hec: HecOptions;
  /** Of the OTLP endpoint. */
  readonly otlpUrl: string;
  readonly calls: number;
  readonly blocks: number;
}

export interface AdaptersResult {
  readonly sentByUs: number;
  readonly sentByThem: number;
  /** Until the last is delivered. */
  readonly whole: Pair;
  /** Only the log calls. */
  readonly calls: Pair;
}

/** What a logger does with the `n`th record, and how it is emptied. */
interface Side {
  log(n: number): void;
  flush(): Promise<void>;
}

/** An application does something else from time to time. */
const BURST = 100;

const job = jobOf() as AdaptersJob;
const text = (n: number): string =>
  `request completed by the order service for a customer of ours #${String(n).padStart(7, '0')}#`;
const fields = (n: number): Record<string, string | number> => ({ reqId: `4f1c2d7e-${n % 9973}`, status: 200 });

class NullTransport extends Transport {
  override log(_info: unknown, done: () => void): void {
    done();
  }
}

function winstonSide(transport: Transport, flush: () => Promise<unknown>): Side {
  const log = winston.createLogger({ transports: [transport] });
  return { log: (n) => void log.info(text(n), fields(n)), flush: async () => void (await flush()) };
}

function otelSide(processor: LogRecordProcessor): Side {
  const provider = new LoggerProvider({ processors: [processor] });
  const logger = provider.getLogger('bench');
  return {
    log: (n) =>
      logger.emit({ body: text(n), severityNumber: SeverityNumber.INFO, severityText: 'INFO', attributes: fields(n) }),
    flush: () => provider.forceFlush(),
  };
}

const batched = (exporter: LogRecordExporter): LogRecordProcessor =>
  new BatchLogRecordProcessor({
    exporter,
    maxQueueSize: 1_048_576,
    maxExportBatchSize: 4096,
    scheduledDelayMillis: 1000,
  });

async function sides(): Promise<{ us: Side; them: Side }> {
  if (job.what === 'winston') {
    const hec = new HecTransport(job.hec);
    return {
      us: winstonSide(hec, () => hec.flush()),
      them: winstonSide(new NullTransport(), () => Promise.resolve()),
    };
  }
  const otlp = otelSide(batched(new (await loadOtlpExporter())({ url: job.otlpUrl })));
  if (job.what === 'otel-processor') return { us: otelSide(new HecLogRecordProcessor(job.hec)), them: otlp };
  return { us: otelSide(batched(new HecLogRecordExporter(job.hec))), them: otlp };
}

const sent = { us: 0, them: 0 };
const calls: Pair = { a: [], b: [] };

function logging(side: Side, who: 'us' | 'them', loops: Cost[]): () => Promise<Cost> {
  return () => {
    let inCalls = 0;
    return cost(async () => {
      for (let done = 0; done < job.calls; ) {
        const start = process.hrtime.bigint();
        for (let at = 0; at < BURST && done < job.calls; at++, done++) side.log(sent[who]++);
        inCalls += Number(process.hrtime.bigint() - start) / 1000;
        await setImmediate();
      }
      loops.push({ cpuUs: 0, wallUs: inCalls });
      await side.flush();
    });
  };
}

const { us, them } = await sides();
const a = logging(us, 'us', calls.a);
const b = logging(them, 'them', calls.b);
for (let warm = 0; warm < 2; warm++) {
  await a();
  await b();
}
calls.a.length = 0;
calls.b.length = 0;
const whole = await inTurn(job.blocks, a, b);
process.send?.({ sentByUs: sent.us, sentByThem: sent.them, whole, calls } satisfies AdaptersResult);
process.exit(0);
