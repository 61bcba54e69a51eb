import { isMainThread, workerData } from 'node:worker_threads';

/**
 * Whether this thread is a transport of pino. Preloads run in workers too (pitfall 36), and a transport has nothing to
 * log; it is known by the two buffers that thread-stream hands it.
 */
export function isTransportWorker(): boolean {
  const data: unknown = workerData;
  return !isMainThread && typeof data === 'object' && data !== null && 'stateBuf' in data && 'dataBuf' in data;
}
