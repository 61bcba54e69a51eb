import type { Act } from './act/act.ts';
import type { Quarantine } from './act/quarantine.ts';
import type { Batch } from './custody/batch.ts';
import type { Custody } from './custody/types.ts';
import { debug } from './observe/debug.ts';
import type { Outlet } from './outlet.ts';
import type { Runtime, Timer } from './runtime.ts';

/**
 * The lanes of one destination: at most `concurrency` batches on their way at once, each to an endpoint whose gate
 * is open.
 */
export interface Lanes {
  /** Starts whatever may start now. Cheap when nothing may. */
  pump(): void;
  readonly inFlight: number;
  /** Whether waiting for a shut gate keeps the process alive: while somebody awaits a flush or close. */
  keepAlive(yes: boolean): void;
  stop(): void;
}

export interface LaneParts {
  readonly custody: Custody;
  readonly quarantine: Quarantine;
  readonly outlets: readonly Outlet[];
  readonly act: Act;
  readonly runtime: Runtime;
  readonly concurrency: number;
  /** Body bytes a second, as they travel; 0 is no limit. */
  readonly bytesPerSecond: number;
}

export function createLanes(parts: LaneParts): Lanes {
  const { custody, quarantine, outlets, act, runtime } = parts;
  let inFlight = 0;
  let turn = 0;
  let awake: Timer | undefined;
  let awakeAt = Number.POSITIVE_INFINITY;
  let keptAlive = false;
  let stopped = false;
  /** Before that the rate limit lets nothing start. */
  let pacedUntil = 0;

  /** Of the endpoints that take a request now the one with the fewest, in turn: one that hangs never has all lanes. */
  const openOutlet = (): Outlet | undefined => {
    const inTurn = [...outlets.slice(turn), ...outlets.slice(0, turn)];
    let best: Outlet | undefined;
    for (const outlet of inTurn)
      if (outlet.gate.admits(outlet.inFlight) && outlet.inFlight < (best?.inFlight ?? Number.POSITIVE_INFINITY))
        best = outlet;
    if (best !== undefined) turn = (outlets.indexOf(best) + 1) % outlets.length;
    return best;
  };

  /** Suspects go when they may, but never as the probe of a shut gate while there is anything else. */
  const nextFor = ({ gate }: Outlet): Batch | undefined =>
    gate.state === 'open' ? (quarantine.next() ?? custody.next()) : (custody.next() ?? quarantine.next());

  /** Comes back then: when the first shut gate, or the rate limit, lets something through. */
  const wakeAt = (at: number): void => {
    if (at === awakeAt || !Number.isFinite(at)) return;
    awake?.cancel();
    awakeAt = at;
    // The moment may have come since it was looked at: not to wake then would be to sleep for ever.
    awake = runtime.timer(Math.max(0, at - runtime.elapsed()), () => {
      awakeAt = Number.POSITIVE_INFINITY;
      pump();
    });
    awake.keepAlive(keptAlive);
  };

  const carry = async (batch: Batch, outlet: Outlet): Promise<void> => {
    inFlight++;
    outlet.inFlight++;
    outlet.owesSince ??= runtime.elapsed();
    try {
      await act(batch, outlet);
    } catch (error) {
      // Memory that cannot be had, or a mistake of ours: the events stay in custody, and the endpoint is left in peace.
      debug('a batch could not be dealt with: %s', error);
      outlet.gate.failed('busy', 'internal error', runtime.elapsed());
      if (batch.place === 'inFlight') custody.requeue(batch, 'back');
    }
    outlet.inFlight--;
    outlet.owesSince = outlet.inFlight > 0 ? runtime.elapsed() : undefined;
    inFlight--;
    pump();
  };

  function pump(): void {
    if (stopped) return;
    while (inFlight < parts.concurrency && (custody.ready > 0 || quarantine.ready)) {
      if (runtime.elapsed() < pacedUntil) return wakeAt(pacedUntil);
      const outlet = openOutlet();
      if (outlet === undefined) {
        custody.persist();
        // Those with requests under way come back when these are over.
        return wakeAt(
          Math.min(...outlets.map(({ gate, inFlight: busy }) => (busy > 0 ? Number.POSITIVE_INFINITY : gate.until))),
        );
      }
      const batch = nextFor(outlet);
      if (batch === undefined) return;
      if (parts.bytesPerSecond > 0)
        pacedUntil = Math.max(pacedUntil, runtime.elapsed()) + (batch.body.byteLength / parts.bytesPerSecond) * 1000;
      void carry(batch, outlet);
    }
  }

  return {
    pump,
    get inFlight() {
      return inFlight;
    },
    keepAlive(yes) {
      keptAlive = yes;
      awake?.keepAlive(yes);
    },
    stop() {
      stopped = true;
      awake?.cancel();
      quarantine.stop();
    },
  };
}
