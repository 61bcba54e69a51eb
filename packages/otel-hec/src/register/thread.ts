import { isInternalThread, isMainThread, workerData } from 'node:worker_threads';

/**
 * Whether this thread runs none of the application's code, though preloads run in it too (pitfall 36): a transport of
 * pino, known by the two buffers that thread-stream hands it, or Node's own thread for module hooks.
 */
export function isForeignThread(): boolean {
  if (isMainThread) return false;
  const data: unknown = workerData;
  return isInternalThread || (typeof data === 'object' && data !== null && 'stateBuf' in data && 'dataBuf' in data);
}
