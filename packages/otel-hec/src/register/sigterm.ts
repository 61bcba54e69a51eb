import process from 'node:process';
import type { HecLogRecordProcessor } from '../processor.ts';

/**
 * SIGTERM, which containers are stopped with, ends a process without any hook having run. This one delivers what is held
 * first, until the shutdown deadline, and then lets the signal do what it would have done, unless the application
 * listens to it as well and decides itself.
 */
export function drainOnSigterm(processor: HecLogRecordProcessor): void {
  // Once: a second signal is from somebody who does not want to wait.
  process.once('SIGTERM', () => void drain(processor));
}

async function drain(processor: HecLogRecordProcessor): Promise<void> {
  await processor.forceFlush();
  if (process.listenerCount('SIGTERM') === 0) process.kill(process.pid, 'SIGTERM');
}
