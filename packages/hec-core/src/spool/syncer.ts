import { dirname } from 'node:path';
import type { Runtime, Timer } from '../runtime.ts';
import { closeFile, codeOf, type Disk, openFile } from './disk.ts';

/** Forces files to the disk itself, off the event loop's thread. */
export interface Syncer {
  /** The file has been written to. */
  wrote(path: string): void;
  /** The file or directory has been made: the directory it is in has to remember it. */
  made(path: string): void;
  /** The file has been removed. */
  forget(path: string): void;
  /** Syncs now, whatever the policy. */
  sync(): Promise<void>;
  /** Age of the oldest write that has not been forced, in ms. */
  lagMs(): number;
  close(): void;
}

/**
 * Files are synced by path, through a descriptor of their own: fdatasync(2) is about the file, not about who wrote to
 * it, and so no descriptor has to be kept from being closed while the thread pool works on it.
 * @param everyMs `undefined` syncs only when asked.
 */
export function createSyncer(
  disk: Disk,
  runtime: Runtime,
  everyMs: number | undefined,
  failed: (error: unknown) => void,
): Syncer {
  let dirty = new Map<string, 'file' | 'directory'>();
  let since: number | undefined;
  let syncingSince: number | undefined;
  let timer: Timer | undefined;
  let running: Promise<void> = Promise.resolve();

  const mark = (path: string, kind: 'file' | 'directory'): void => {
    if (dirty.has(path)) return;
    dirty.set(path, kind);
    since ??= runtime.now();
    if (everyMs !== undefined) timer ??= runtime.timer(everyMs, () => void sync());
  };

  const syncAll = async (): Promise<void> => {
    const paths = dirty;
    dirty = new Map();
    syncingSince = since;
    since = undefined;
    timer?.cancel();
    timer = undefined;
    for (const [path, kind] of paths) {
      try {
        await syncPath(disk, path, kind);
      } catch (error) {
        // Removed meanwhile: nothing is left to be forced.
        if (codeOf(error) !== 'ENOENT') failed(error);
      }
    }
    syncingSince = undefined;
  };

  const sync = (): Promise<void> => {
    running = running.then(syncAll);
    return running;
  };

  return {
    wrote: (path) => mark(path, 'file'),
    made: (path) => mark(dirname(path), 'directory'),
    forget: (path) => void dirty.delete(path),
    sync,
    lagMs() {
      const oldest = syncingSince ?? since;
      return oldest === undefined ? 0 : Math.max(0, runtime.now() - oldest);
    },
    close() {
      timer?.cancel();
      timer = undefined;
    },
  };
}

async function syncPath(disk: Disk, path: string, kind: 'file' | 'directory'): Promise<void> {
  let fd: number;
  try {
    fd = await openFile(disk, path, kind === 'file' ? 'r+' : 'r');
  } catch (error) {
    // Windows has no descriptors of directories, nor the need for them.
    if (kind === 'directory' && (codeOf(error) === 'EISDIR' || codeOf(error) === 'EPERM')) return;
    throw error;
  }
  try {
    await new Promise<void>((resolve, reject) => {
      const done = (error: Error | null) => (error ? reject(error) : resolve());
      if (kind === 'file') disk.fdatasync(fd, done);
      else disk.fsync(fd, done);
    });
  } finally {
    await closeFile(disk, fd);
  }
}
