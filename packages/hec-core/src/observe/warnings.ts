import { emitWarning } from 'node:process';
import type { Runtime } from '../runtime.ts';
import type { Publish } from './channels.ts';
import { debug } from './debug.ts';

/** A code is said at once, then at most this often. */
const AGAIN_AFTER_MS = 60_000;

/** Says what a person should know: on the channel `hec:warning` and to the listener, or as a process warning. */
export type Warn = (code: string, message: string) => void;

/** Receives warnings instead of the process. */
export type WarningListener = (warning: { destination: string; code: string; message: string }) => void;

/**
 * Warnings of one destination, at most one a minute for each code; how many were held back is said with the next.
 */
export function createWarn(
  destination: string,
  publish: Publish,
  runtime: Runtime,
  listener: WarningListener | undefined,
): Warn {
  const said = new Map<string, { at: number; heldBack: number }>();
  return (code, text) => {
    const now = runtime.elapsed();
    const before = said.get(code);
    if (before !== undefined && now - before.at < AGAIN_AFTER_MS) {
      before.heldBack++;
      return;
    }
    const more = before !== undefined && before.heldBack > 0 ? ` (and ${before.heldBack} more times since)` : '';
    said.set(code, { at: now, heldBack: 0 });
    const message = `${text}${more}`;
    debug('%s: %s: %s', destination, code, message);
    publish('hec:warning', () => ({ code, message }));
    if (listener === undefined) {
      emitWarning(message, { type: 'HecWarning', code });
      return;
    }
    try {
      listener({ destination, code, message });
    } catch (error) {
      // The application's own; nothing that is delivered depends on it.
      debug('%s: the warning listener failed: %s', destination, error);
    }
  };
}
