// Two pino loggers of one process, each with a worker thread of its own, logging in turn.
import path from 'node:path';
import process from 'node:process';
import type { HecOptions } from 'hec-core';
import pino, { type Logger } from 'pino';
import { type Cost, cost, inTurn, type Pair } from '../clock.ts';
import { jobOf } from '../program.ts';

export interface PinoJob {
  /** Options of the transport `pino-hec`; the other is the no-op worker. */
  readonly hec: HecOptions;
  /** Log calls of a block. */
  readonly calls: number;
  readonly blocks: number;
}

export interface PinoResult {
  readonly sent: number;
  /** Until everything that was logged was delivered, or thrown away. */
  readonly whole: Pair;
  /** Only the loop of log calls, on the application's thread. */
  readonly calls: Pair;
}

const job = jobOf() as PinoJob;
// While pino waits for its worker nothing else keeps the process alive.
const alive = setInterval(() => {}, 60_000);
let sent = 0;

function logger(target: string, options: object): Logger {
  return pino({ base: { pid: 4242, hostname: 'app-7f9c' } }, pino.transport({ target, options }));
}

const flushed = (log: Logger): Promise<void> =>
  new Promise((resolve, reject) => log.flush((error) => (error ? reject(error) : resolve())));

/** Logs a block and waits for its end. What the loop alone took goes to `loops`. */
function logging(log: Logger, loops: Cost[], number: () => string): () => Promise<Cost> {
  return () =>
    cost(async () => {
      const start = process.hrtime.bigint();
      for (let call = 0; call < job.calls; call++) {
        log.info(
          { reqId: '4f1c2d7e-90ab12cd', req: { method: 'GET', url: '/api/orders/4711' }, status: 200, ms: 12.5 },
          `request completed by the order service for a customer of ours #${number()}#`,
        );
      }
      const wallUs = Number(process.hrtime.bigint() - start) / 1000;
      // A burst is over before the CPU clock of a thread has ticked.
      loops.push({ cpuUs: 0, wallUs });
      await flushed(log);
    });
}

const calls: Pair = { a: [], b: [] };
const a = logging(logger('pino-hec', job.hec), calls.a, () => String(sent++).padStart(7, '0'));
const b = logging(logger(path.join(import.meta.dirname, 'no-op-worker.ts'), {}), calls.b, () => '0000000');
for (let warm = 0; warm < 3; warm++) {
  await a();
  await b();
}
calls.a.length = 0;
calls.b.length = 0;
const whole = await inTurn(job.blocks, a, b);
process.send?.({ sent, whole, calls } satisfies PinoResult);
clearInterval(alive);
process.exit(0);
