import type { Destination } from '../destination.ts';

/** The first destination without room; `undefined` when all of them have some. */
export function crowded(destinations: readonly Destination[]): Destination | undefined {
  return destinations.find(({ custody }) => !custody.hasRoom);
}

/** Resolves when all of them have room. By the time that the caller goes on another one may have taken it. */
export async function room(destinations: readonly Destination[]): Promise<void> {
  for (let full = crowded(destinations); full !== undefined; full = crowded(destinations)) await full.custody.room();
}
