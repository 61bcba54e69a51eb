import type { Batch, Ends } from '../custody/batch.ts';
import type { Custody } from '../custody/types.ts';
import type { Drain } from '../drain.ts';
import type { ReadyCredential } from '../endpoint/types.ts';
import { blame } from '../observe/blame.ts';
import type { DestinationObserver } from '../observe/observer.ts';
import type { DestinationSettings } from '../options/types.ts';
import type { Outlets } from '../outlets.ts';
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
   * @param endsOf what became of the batches of `remains()`, by their place there
   */
  end(endsOf: (at: number) => Ends): Losses;
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
      // Nobody knows yet which of them those are: they are sent once more.
      for (const { taken } of left) if (taken > 0) observer.ambiguous(taken, 'closed');
      return {
        settings: settingsRemains(settings, credential.token),
        batches: left.map(batchRemains),
        timeoutMs: patience,
      };
    },
    end(endsOf) {
      for (const [at, batch] of left.entries()) custody.settleAs(batch, endsOf(at));
      drain.letGo();
      const { dropped, delivered } = custody.ledger();
      const more = (reason: keyof typeof dropped): number => (dropped[reason] ?? 0) - (before.dropped[reason] ?? 0);
      const lost = more('shutdown') + more('retry-attempts') + more('retry-age') + more('too-old');
      return {
        lost,
        refused: more('refused') + more('poison'),
        unacknowledged: acknowledges ? delivered.taken - before.delivered.taken : 0,
        why: lost === 0 ? [] : blame(outlets.current.map((outlet) => outlet.stats())),
      };
    },
  };
}

const isReady = (credential: ReadyCredential | undefined): credential is ReadyCredential => credential !== undefined;
