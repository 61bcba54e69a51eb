import { codeOf } from './disk.ts';

/**
 * What keeps events from being read just now though they are there: something the whole process is short of, or the
 * one file they are in. Other files are worth a try in the second case only.
 */
export type NotNow = 'process' | 'file';

/** Out of descriptors or memory. */
const PROCESS = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN']);
/** A mode somebody may change back; a disk that was away for a moment, which says the same as one with a bad sector. */
const FILE = new Set(['EACCES', 'EPERM', 'EIO']);

/** Undefined for a failure that will stay: the file is gone, or is none. */
export function notNow(error: unknown): NotNow | undefined {
  const code = codeOf(error);
  if (PROCESS.has(code)) return 'process';
  return FILE.has(code) ? 'file' : undefined;
}
