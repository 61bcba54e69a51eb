import fs from 'node:fs';

/**
 * The calls of `node:fs` that the spool makes: tests pass a copy in which some fail, stop half way or kill the process.
 */
export type Disk = Pick<
  typeof fs,
  | 'chmodSync'
  | 'close'
  | 'closeSync'
  | 'fdatasync'
  | 'fdatasyncSync'
  | 'fstatSync'
  | 'fsync'
  | 'fsyncSync'
  | 'ftruncateSync'
  | 'mkdirSync'
  | 'open'
  | 'openSync'
  | 'read'
  | 'readFileSync'
  | 'readdirSync'
  | 'rmdirSync'
  | 'statSync'
  | 'statfsSync'
  | 'unlinkSync'
  | 'writeSync'
>;

export const nodeDisk: Disk = fs;

/** The code of a system error, `ENOSPC` for example. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'UNKNOWN';
}

/** Removes a file; one that is gone already is fine. */
export function removeFile(disk: Disk, path: string): void {
  try {
    disk.unlinkSync(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

export function isGone(disk: Disk, path: string): boolean {
  try {
    disk.statSync(path);
    return false;
  } catch (error) {
    return codeOf(error) === 'ENOENT';
  }
}

export function openFile(disk: Disk, path: string, flags: string): Promise<number> {
  return new Promise((resolve, reject) => {
    disk.open(path, flags, (error, fd) => (error ? reject(error) : resolve(fd)));
  });
}

export function closeFile(disk: Disk, fd: number): Promise<void> {
  return new Promise((resolve) => disk.close(fd, () => resolve()));
}

/** Reads into `target` from a place in the file until it is full or the file ends. Resolves to the bytes read. */
export async function readInto(disk: Disk, fd: number, target: Uint8Array, position: number): Promise<number> {
  let done = 0;
  while (done < target.byteLength) {
    const got = await new Promise<number>((resolve, reject) => {
      disk.read(fd, target, done, target.byteLength - done, position + done, (error, bytes) =>
        error ? reject(error) : resolve(bytes),
      );
    });
    if (got === 0) break;
    done += got;
  }
  return done;
}

/**
 * Writes all of it. Positional: after a failure the next write starts where this one should have.
 * @throws the system's error, also after a partial write.
 */
export function writeAll(disk: Disk, fd: number, bytes: Uint8Array, length: number, position: number | null): void {
  let done = 0;
  while (done < length) {
    const at = position === null ? null : position + done;
    done += disk.writeSync(fd, bytes, done, length - done, at);
  }
}

/** Makes a directory remember the names in it, come what may. Windows has no descriptors of directories, nor the need. */
export function syncDirectory(disk: Disk, path: string): void {
  let fd: number;
  try {
    fd = disk.openSync(path, 'r');
  } catch (error) {
    if (codeOf(error) === 'EISDIR' || codeOf(error) === 'EPERM') return;
    throw error;
  }
  try {
    disk.fsyncSync(fd);
  } finally {
    disk.closeSync(fd);
  }
}
