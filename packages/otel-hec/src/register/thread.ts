// Whole, because a named import that an old Node lacks fails before hec-core can say in words that it is too old.
import * as threads from 'node:worker_threads';

/**
 * Whether this thread runs none of the application's code, though preloads run in it too (pitfall 36): a transport of
 * pino, known by the two buffers that thread-stream hands it, or Node's own thread for module hooks.
 */
export function isForeignThread(): boolean {
  if (threads.isMainThread) return false;
  const data: unknown = threads.workerData;
  return (
    threads.isInternalThread || (typeof data === 'object' && data !== null && 'stateBuf' in data && 'dataBuf' in data)
  );
}
