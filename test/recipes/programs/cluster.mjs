// Cluster mode: every process has a logger, a worker thread and a queue of its own; nothing is shared.
import cluster from 'node:cluster';
import { once } from 'node:events';
import pino from 'pino';

const logger = pino({ transport: { target: 'pino-hec' } });
if (cluster.isPrimary) {
  const workers = [cluster.fork(), cluster.fork()];
  await Promise.all(workers.map((worker) => once(worker, 'exit')));
  logger.info('all workers have ended');
} else {
  for (let i = 0; i < 100; i++) logger.info({ i, worker: cluster.worker.id }, 'working');
  process.exit(0);
}
