// What making a transport costs the application's thread: a process of its own each time, so that nothing is warm.
import path from 'node:path';
import process from 'node:process';
import pino from 'pino';
import { jobOf } from '../program.ts';

export interface StartUpJob {
  readonly transport: 'pino-hec' | 'no-op';
  readonly url: string;
}

const { transport, url } = jobOf() as StartUpJob;
const start = process.hrtime.bigint();
const made =
  transport === 'pino-hec'
    ? pino.transport({ target: 'pino-hec', options: { url, token: 'bench' } })
    : pino.transport({ target: path.join(import.meta.dirname, 'no-op-worker.ts') });
pino(made).info('first');
const ms = Number(process.hrtime.bigint() - start) / 1e6;
process.send?.({ ms }, () => process.exit(0));
