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
