import { HecError } from '../errors.ts';
import type { Disk } from './disk.ts';
import { loadSqlite } from './sqlite.ts';

/** A lock that the operating system gives up when its holder dies, however it dies. */
export interface OwnerLock {
  release(): void;
}

const SQLITE_BUSY = 5;

/**
 * Takes the lock of an owner's directory; undefined when somebody has it.
 *
 * Why an empty SQLite database of all things: Node has no flock(2) or fcntl(2), a pid file lies after a crash (and in
 * containers everyone is pid 1), a Unix domain socket's path outlives its process, an abstract one is not shared by
 * containers that share a volume, and a native addon would have to be compiled. SQLite comes with every Node we
 * support, and a `BEGIN EXCLUSIVE` that is never ended is an fcntl(2) write lock (LockFileEx on Windows): the kernel
 * drops it with the process, it holds across containers on one machine, and because SQLite keeps its own books of
 * the inodes it has locked, it holds between the threads of one process as well, where bare fcntl locks do not.
 *
 * One rule comes with it: fcntl forgets all locks of a process on a file when the process closes any descriptor of
 * it. So nobody else opens this file, not even to create it or to change its mode.
 *
 * @throws HecError `HEC_SPOOL_UNUSABLE` where locks do not work.
 */
export function takeLock(disk: Disk, path: string): OwnerLock | undefined {
  const sqlite = loadSqlite();
  if (sqlite === undefined)
    throw new HecError(
      'HEC_SPOOL_UNUSABLE',
      'The spool needs the module node:sqlite for its locks, and this Node was built or started without it.',
    );
  let database: InstanceType<typeof sqlite.DatabaseSync> | undefined;
  try {
    database = new sqlite.DatabaseSync(path, { timeout: 0 });
    // With a journal in memory the directory holds no other file than the lock.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    disk.chmodSync(path, 0o600);
    // Whoever had the lock before us may have removed the file when we had opened it already.
    disk.statSync(path);
  } catch (cause) {
    database?.close();
    if (cause instanceof Error && 'errcode' in cause && cause.errcode === SQLITE_BUSY) return undefined;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HecError('HEC_SPOOL_UNUSABLE', `The lock ${path} cannot be taken (${why}).`, { cause });
  }
  const held = database;
  return { release: () => held.close() };
}
