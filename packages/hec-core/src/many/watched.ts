import type { Watcher } from '../custody/watch.ts';
import type { Destination } from '../destination.ts';

/** Runs `give` with a watcher for each destination on whose account the events enter. */
export function watched(
  destinations: readonly Destination[],
  watcherOf: (destination: Destination) => Watcher,
  give: () => void,
): void {
  const [first, ...rest] = destinations;
  if (first === undefined) give();
  else first.custody.watch(watcherOf(first), () => watched(rest, watcherOf, give));
}
