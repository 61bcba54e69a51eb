import type { Batch, Ends } from '../custody/batch.ts';
import type { Custody } from '../custody/types.ts';
import type { Drain } from '../drain.ts';
import type { ReadyCredential } from '../endpoint/types.ts';
import { blame } from '../observe/blame.ts';
import type { DestinationObserver } from '../observe/observer.ts';
import type { DestinationSettings } from '../options/types.ts';
import type { Outlets } from '../outlets.ts';
import type { Ledger } from '../types.ts';
import { batchRemains, type Remains, settingsRemains } from './remains.ts';

/** Events that a process which ends leaves nowhere. */
export interface Losses {
  /** Not delivered. */
  readonly lost: number;
  /** Refused for good, and not kept as dead letters. */
  readonly refused: number;
  /** Taken by the endpoint; that the indexer has them safe was awaited still. */
  readonly unacknowledged: number;
  /** What the endpoints had to say to that. */
  readonly why: readonly string[];
}

/** A destination whose process ends now: nothing starts any more, and what could go to the disk has. */
export interface Leaving {
  /** What could still be delivered; `undefined` when there is nothing, or no hope, or it cannot be handed over. */
  remains(): Remains | undefined;
  /**
   * Ends what is held: as it went with what was handed over, the rest by name.
   * @param endsOf what became of the batches of `remains()`, by their place there; `undefined` where nobody got them
   */
  end(endsOf: (at: number) => Ends | undefined): Losses;
}

export interface LeavingParts {
  readonly settings: DestinationSettings;
  readonly custody: Custody;
  readonly drain: Drain;
  readonly outlets: Outlets;
  readonly observer: Pick<DestinationObserver, 'ambiguous'>;
  /** Whether what is taken is to be acknowledged. */
  readonly acknowledges: boolean;
  /** How long the end may be held up; 0 not at all. */
  readonly timeoutMs: number;
}

/** In less than that a thread has hardly begun (150 ms to the first request, measured): nobody waits for nothing. */
const LEAST_MS = 100;

export function leave({ settings, custody, drain, outlets, observer, acknowledges, timeoutMs }: LeavingParts): Leaving {
  const before = custody.ledger();
  // Before anything stops: what is under way counts.
  const patience = drain.patienceMs(timeoutMs);
  drain.stop();
  const left: readonly Batch[] = custody.remains();
  return {
    remains() {
      if (patience < LEAST_MS || left.length === 0) return undefined;
      const credential = outlets.current.map(({ endpoint }) => endpoint.credential()).find(isReady);
      if (credential === undefined) return undefined;
      return {
        settings: settingsRemains(settings, credential.token),
        batches: left.map(batchRemains),
        timeoutMs: patience,
      };
    },
    end(endsOf) {
      for (const [at, batch] of left.entries()) {
        const ends = endsOf(at);
        // Nobody knew yet which of its events those are: they were sent once more.
        if (ends !== undefined && batch.taken > 0) observer.ambiguous(batch.taken, 'closed');
        custody.settleAs(batch, ends ?? []);
      }
      drain.letGo();
      const { dropped, delivered } = custody.ledger();
      const lost = undelivered(dropped) - undelivered(before.dropped);
      return {
        lost,
        refused: refused(dropped) - refused(before.dropped),
        unacknowledged: acknowledges ? delivered.taken - before.delivered.taken : 0,
        why: lost === 0 ? [] : blame(outlets.current.map((outlet) => outlet.stats())),
      };
    },
  };
}

const isReady = (credential: ReadyCredential | undefined): credential is ReadyCredential => credential !== undefined;

type Dropped = Ledger['dropped'];

/** Events that no endpoint was there for in time. */
export function undelivered(dropped: Dropped): number {
  return sum(dropped, ['shutdown', 'retry-attempts', 'retry-age', 'too-old']);
}

function refused(dropped: Dropped): number {
  return sum(dropped, ['refused', 'poison']);
}

function sum(dropped: Dropped, reasons: readonly (keyof Dropped)[]): number {
  return reasons.reduce((total, reason) => total + (dropped[reason] ?? 0), 0);
}
