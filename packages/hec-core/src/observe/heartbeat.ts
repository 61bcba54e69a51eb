import type { Runtime, Timer } from '../runtime.ts';

/** A fleet that was started together must not report together. */
const JITTER = 0.2;

/** Calls `beat` about every `everyMs` milliseconds, give or take a fifth. Returns what stops it. */
export function startHeartbeat(everyMs: number, runtime: Runtime, beat: () => void): () => void {
  let timer: Timer | undefined;
  const next = (): void => {
    timer = runtime.timer(everyMs * (1 - JITTER + 2 * JITTER * runtime.random()), () => {
      beat();
      next();
    });
  };
  if (everyMs > 0) next();
  return () => timer?.cancel();
}
