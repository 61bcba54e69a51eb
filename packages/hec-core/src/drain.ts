import type { AckRoom } from './ack/types.ts';
import type { Custody } from './custody/types.ts';
import type { DeadLetters } from './dead-letter/dead-letter.ts';
import type { Lanes } from './lanes.ts';
import type { Gaps } from './observe/gaps.ts';
import type { Outlet } from './outlet.ts';
import type { Outlets } from './outlets.ts';
import { awake, type Runtime, type Timer } from './runtime.ts';

/** Empties a destination, as far as it can be emptied in time. */
export interface Drain {
  /**
   * Seals what is open, tries at once, resolves when everything held now has left, time is up, or `enough` says so: with
   * whether all of it has left.
   */
  flush(timeoutMs: number, enough?: Promise<void>): Promise<boolean>;
  /** Somebody waits for this promise, at most so long: acknowledgements are asked for at once, and the process stays alive. */
  wait(done: Promise<void>, timeoutMs: number): Promise<void>;
  /** The same, then lets go of the rest by name and of everything that could keep the process alive. */
  close(timeoutMs: number): Promise<void>;
  /** Nothing starts any more. */
  stop(): void;
  /** At once: what can go to the disk does, the rest ends by name. Nothing starts after it. */
  letGo(): void;
  /**
   * How much of `mostMs` it makes sense to wait for deliveries: what the endpoint has been waited for counts, and nobody
   * waits for one that is known to be down.
   */
  patienceMs(mostMs: number): number;
}

export interface DrainParts {
  readonly custody: Custody;
  readonly lanes: Lanes;
  readonly outlets: Outlets;
  readonly acks: AckRoom | undefined;
  readonly gaps: Gaps | undefined;
  readonly deadLetters: DeadLetters | undefined;
  readonly runtime: Runtime;
}

/** An endpoint that is known to be down gets one more try of at most this long: nobody's exit waits for it. */
const LAST_TRY_MS = 1_000;

export function createDrain(parts: DrainParts): Drain {
  const { custody, lanes, acks, gaps, runtime } = parts;
  const { current: outlets } = parts.outlets;
  let draining = 0;

  /** Resolves when `done` does, or at the deadline; keeps the process alive meanwhile. */
  const wait = async (done: Promise<void>, timeoutMs: number): Promise<void> => {
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer: Timer = runtime.timer(timeoutMs, resolve);
    timer.keepAlive(true);
    draining++;
    lanes.keepAlive(true);
    acks?.hurry(true);
    lanes.pump();
    await Promise.race([done, late]);
    timer.cancel();
    draining--;
    if (draining > 0) return;
    lanes.keepAlive(false);
    acks?.hurry(false);
  };

  /** Resolves when what is held has left (true), when there is no point in waiting, or at the deadline. */
  const emptied = async (timeoutMs: number, pointless?: Promise<void>): Promise<boolean> => {
    custody.seal();
    const left = custody.left();
    let all = false;
    const done = left.done.then(() => void (all = true));
    await wait(pointless === undefined ? done : Promise.race([done, pointless]), timeoutMs);
    left.cancel();
    return all;
  };

  /** Endpoints that are expected to answer: somebody is there, and will take something. */
  const hopeful = (): readonly Outlet[] =>
    outlets.filter(({ gate }) => gate.state !== 'down' && gate.state !== 'parked' && gate.state !== 'paused');
  const knownDown = (): boolean => hopeful().length === 0;

  const stop = (): void => {
    lanes.stop();
    // What is taken on the endpoint's word now is no delivery that a record of what was dropped could follow.
    gaps?.stop();
    acks?.stop();
  };

  const letGo = (): void => {
    stop();
    custody.letGo();
  };

  return {
    stop,
    letGo,
    patienceMs(mostMs) {
      const now = runtime.elapsed();
      return Math.max(0, ...hopeful().map(({ owesSince = now }) => mostMs - (now - owesSince)));
    },
    async flush(timeoutMs, enough) {
      for (const { gate } of outlets) if (gate.state === 'down') gate.hurry();
      return emptied(timeoutMs, enough);
    },
    wait,
    async close(timeoutMs) {
      const deadline = runtime.elapsed() + timeoutMs;
      const wasDown = knownDown();
      for (const { gate } of outlets) gate.lastTries();
      // Down already: one try. Down from now on: a second of tries. Slow or busy: until the deadline.
      const watch = watchForDown(outlets, wasDown, runtime);
      await emptied(wasDown ? Math.min(timeoutMs, LAST_TRY_MS) : timeoutMs, watch.hopeless);
      // A record of what was dropped may have come in only now, with the last delivery.
      gaps?.send();
      if (custody.heldEvents() > 0 && !knownDown())
        await emptied(Math.max(0, deadline - runtime.elapsed()), watch.hopeless);
      watch.cancel();
      letGo();
      await awake(runtime, Promise.all([custody.close(), parts.deadLetters?.close(), parts.outlets.close()]));
    },
  };
}

/** Resolves when all endpoints have been down for long enough that waiting on is pointless. */
function watchForDown(
  outlets: readonly Outlet[],
  atOnce: boolean,
  runtime: Runtime,
): { readonly hopeless: Promise<void>; cancel(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  let timer: Timer | undefined;
  const down = new Set<Outlet>();
  for (const outlet of outlets)
    outlet.gate.onChange = (state) => {
      if (state === 'down' || state === 'parked') down.add(outlet);
      else down.delete(outlet);
      if (down.size < outlets.length) {
        timer?.cancel();
        timer = undefined;
      } else if (atOnce) resolve();
      else timer ??= runtime.timer(LAST_TRY_MS, resolve);
    };
  return {
    hopeless: promise,
    cancel() {
      timer?.cancel();
      for (const { gate } of outlets) gate.onChange = undefined;
    },
  };
}
