import { HecError } from '../errors.ts';
import { codeOf } from './disk.ts';
import type { SpoolSettings, SpoolWarning } from './types.ts';

/** How long a spool that failed is left alone before it is tried again, in ms. */
const RETRY_MS = 1000;
/** The same kind of warning is given at most this often, in ms. */
const WARN_EVERY_MS = 60_000;

/** What is wrong just now, and who has been told. */
export interface Trouble {
  readonly why: string | undefined;
  /** Whether it is too soon to try again. */
  blocks(at: number): boolean;
  /** Something failed: do not try for a while. */
  begin(at: number, code: SpoolWarning, message: string): void;
  /** Something worked. */
  over(): void;
  /** Warns, unless this kind of warning was given a moment ago. */
  warn(code: SpoolWarning, message: string): void;
}

export function createTrouble({ runtime, onWarning }: Pick<SpoolSettings, 'runtime' | 'onWarning'>): Trouble {
  const warnedAt = new Map<SpoolWarning, number>();
  let why: string | undefined;
  let since = 0;

  const warn = (code: SpoolWarning, message: string): void => {
    const now = runtime.now();
    const last = warnedAt.get(code);
    if (last !== undefined && Math.abs(now - last) < WARN_EVERY_MS) return;
    warnedAt.set(code, now);
    onWarning(code, message);
  };

  return {
    get why() {
      return why;
    },
    blocks: (at) => why !== undefined && Math.abs(at - since) < RETRY_MS,
    begin(at, code, message) {
      why = message;
      since = at;
      warn(code, message);
    },
    over() {
      why = undefined;
    },
    warn,
  };
}

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

/** What happened, what it means, what to do: for people. */
export function describe(error: unknown, dir: string): { code: SpoolWarning; message: string } {
  const tail = 'Events are kept in memory meanwhile, and the spool is tried again by itself.';
  if (error instanceof HecError) return { code: 'HEC_SPOOL_UNUSABLE', message: `${error.message} ${tail}` };
  const code = codeOf(error);
  const meaning = MEANING[code] ?? (error instanceof Error ? error.message : String(error));
  return { code: 'HEC_SPOOL_DISK', message: `The spool in ${dir} cannot be written: ${meaning} (${code}). ${tail}` };
}
