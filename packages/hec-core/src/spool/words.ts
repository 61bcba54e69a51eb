import { HecError } from '../errors.ts';
import { codeOf } from './disk.ts';
import type { SpoolWarning } from './types.ts';

const MEANING: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the process may not write files that large',
  EROFS: 'the file system is read-only',
  EACCES: 'there is no permission',
  EPERM: 'there is no permission',
  ENOENT: 'the directory is gone',
  EMFILE: 'the process has too many files open',
  ENFILE: 'the system has too many files open',
  EIO: 'the disk reports an error',
};

const MEANWHILE = {
  written: 'Events are kept in memory meanwhile',
  read: 'What is in it stays on the disk meanwhile',
} as const;

/** What happened, what it means, what to do: for people. */
export function describe(
  error: unknown,
  dir: string,
  what: 'read' | 'written' = 'written',
): { code: SpoolWarning; message: string } {
  const tail = `${MEANWHILE[what]}, and the spool is tried again by itself.`;
  if (error instanceof HecError) return { code: 'HEC_SPOOL_UNUSABLE', message: `${error.message} ${tail}` };
  const code = codeOf(error);
  const meaning = MEANING[code] ?? (error instanceof Error ? error.message : String(error));
  return { code: 'HEC_SPOOL_DISK', message: `The spool in ${dir} cannot be ${what}: ${meaning} (${code}). ${tail}` };
}

export function deleted(dir: string): string {
  return (
    `The spool in ${dir} was deleted while it was in use. Events that were only there are lost; those that are in ` +
    'memory as well are not. The directory is made anew.'
  );
}

export function full(dir: string, maxBytes: number): string {
  return (
    `The spool in ${dir} is full: it holds spool.maxBytes (${maxBytes} bytes). Events are kept in memory until some ` +
    'of it has been delivered; queue.onFull decides what happens when that is full too.'
  );
}
