import process from 'node:process';
import { clearTimeout, setTimeout } from 'node:timers';

/** How long the program in front may go on writing its last words after a signal that both got (Ctrl-C). */
const LAST_WORDS_MS = 1000;
/** A terminal and a supervisor may both pass on one and the same signal. */
const SAME_SIGNAL_MS = 500;

/**
 * The first SIGINT, SIGTERM or SIGHUP ends the input, at the latest a second later; what has been read is still delivered.
 * The second one ends that too.
 *
 * @returns gives the signals back
 */
export function onSignals(handlers: {
  readonly endInput: () => void;
  readonly giveUp: (code: number) => void;
}): () => void {
  const CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
  let first: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  const heard = (signal: NodeJS.Signals): void => {
    const now = performance.now();
    if (first === undefined) {
      first = now;
      timer = setTimeout(handlers.endInput, LAST_WORDS_MS);
    } else if (now - first > SAME_SIGNAL_MS) handlers.giveUp(CODES[signal as keyof typeof CODES]);
  };
  const names = Object.keys(CODES) as (keyof typeof CODES)[];
  for (const name of names) process.on(name, heard);
  return () => {
    clearTimeout(timer);
    for (const name of names) process.off(name, heard);
  };
}
