import { writeSync } from 'node:fs';
import type { Stats } from 'hec-core';

/**
 * Prints one line, now. A worker's `console` and `process.stderr` go through the main thread, which is about to end and
 * prints nothing any more (pitfall 40).
 */
export function say(text: string): void {
  try {
    writeSync(2, `${text}\n`);
  } catch {
    // Nobody is listening: stderr is closed, or a full pipe that does not block.
  }
}

/**
 * What was lost, in one line, or nothing if nothing was.
 * @param who the program that says it
 */
export function lossLine(who: string, { ledger, destinations }: Stats): string | undefined {
  const reasons = Object.entries(ledger.dropped).filter(([, events]) => events > 0);
  const lost = reasons.reduce((sum, [, events]) => sum + events, 0);
  if (lost === 0) return undefined;
  const entered = ledger.entered.logged + ledger.entered.recovered + ledger.entered.gaps;
  const why = reasons.map(([reason, events]) => `${reason} ${events}`).join(', ');
  return `${who}: ${lost} of ${countOf(entered)} ${lost === 1 ? 'was' : 'were'} lost (${why})${blame(destinations)}`;
}

/** `1 event`, `2 events` */
export function countOf(events: number): string {
  return `${events} event${events === 1 ? '' : 's'}`;
}

/** The last thing each endpoint that fails, or never took anything, had to say. */
function blame(destinations: Stats['destinations']): string {
  const words = destinations
    .flatMap(({ endpoints }) => endpoints)
    .filter(
      ({ state, lastError, lastSuccessAt }) =>
        lastError !== undefined && (state !== 'open' || lastSuccessAt === undefined),
    )
    .map(({ origin, lastError }) => (lastError?.includes(origin) === true ? lastError : `${origin}: ${lastError}`));
  return words.length === 0 ? '' : `; ${words.join('; ')}`;
}
