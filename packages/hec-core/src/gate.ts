import type { RetryOptions } from './options/groups.ts';
import type { Runtime } from './runtime.ts';

/** Why a gate is shut. `busy`: the endpoint asked to wait or failed; `down`: nobody answered; `parked`: only a person can mend it. */
export type Shut = 'busy' | 'down' | 'parked' | 'paused';

/**
 * Whether an endpoint is sent to, and how much at once. Backing off, parking, pausing and coming back slowly are
 * states of the gate, never of a batch.
 */
export interface Gate {
  readonly state: Shut | 'open';
  /** For people: why it is shut. */
  readonly why: string | undefined;
  /** When one probe may pass, as `Runtime.elapsed` counts. */
  readonly until: number;
  /** Failures in a row. */
  readonly failures: number;
  /** Batches delivered here, ever. */
  readonly deliveries: number;
  /** Whether one more request may start now. */
  admits(inFlight: number): boolean;
  /** Opens the gate, unless the endpoint has asked to wait: what it takes meanwhile was on its way before. */
  delivered(): void;
  /**
   * Shuts the gate for a random time up to the backoff bound, or for as long as the endpoint asked.
   *
   * @param startedAt when the request was sent. Lanes that fail together fail once: the bound doubles no more for it.
   */
  failed(shut: 'busy' | 'down', why: string, startedAt: number, afterMs?: number): void;
  park(why: string): void;
  /** The endpoint took everything but is nearly full: one request at a time again. */
  slowDown(): void;
  /** Lets a probe pass at once. */
  hurry(): void;
  /** The client is closing: a probe passes at once, and from now on waits are short. Only a later `Retry-After` counts. */
  lastTries(): void;
  /** Told of every delivery and failure. */
  onChange: ((state: Shut | 'open') => void) | undefined;
  pause(): void;
  resume(): void;
}

/** Longest wait between two tries while the client is closing. */
const LAST_TRIES_MS = 250;
/** While it is parked a gate lets a probe pass at least this often. */
const PARKED_PROBE_MS = 30_000;

export function createGate(retry: Required<RetryOptions>, concurrency: number, runtime: Runtime): Gate {
  let state: Shut | 'open' = 'open';
  let why: string | undefined;
  let until = 0;
  /** Until when the endpoint has asked to be left alone; nothing else that fails meanwhile shortens it. */
  let askedUntil = 0;
  let shutAt = Number.NEGATIVE_INFINITY;
  let failures = 0;
  let deliveries = 0;
  /** Requests at once: one after an outage, doubled by every delivery, so that a herd does not come back at once. */
  let width = concurrency;
  let paused = false;
  let capMs = retry.capMs;
  let onChange: ((state: Shut | 'open') => void) | undefined;

  const shut = (as: Shut, reason: string, afterMs: number): void => {
    state = as;
    why = reason;
    shutAt = runtime.elapsed();
    until = Math.max(askedUntil, shutAt + afterMs);
    width = 1;
    onChange?.(state);
  };
  /** Full jitter: anything between 0 and a bound that doubles (AWS architecture blog; Vector does the same). */
  const backoff = (): number => runtime.random() * Math.min(capMs, retry.baseMs * 2 ** Math.min(failures - 1, 30));

  return {
    get state() {
      return paused ? 'paused' : state;
    },
    get why() {
      return paused ? 'paused by the application' : why;
    },
    get until() {
      return paused ? Number.POSITIVE_INFINITY : until;
    },
    get failures() {
      return failures;
    },
    get deliveries() {
      return deliveries;
    },
    admits(inFlight) {
      if (paused) return false;
      if (state === 'open') return inFlight < width;
      return inFlight === 0 && runtime.elapsed() >= until;
    },
    delivered() {
      deliveries++;
      failures = 0;
      if (runtime.elapsed() < askedUntil) return;
      width = state === 'open' ? Math.min(concurrency, width * 2) : 1;
      state = 'open';
      why = undefined;
      onChange?.(state);
    },
    failed(as, reason, startedAt, afterMs) {
      // A Retry-After is obeyed exactly, never jittered: the endpoint knows best. None at all is what 0, or a date that
      // has passed, comes to: taken at its word it would be asked again without end, as fast as it answers.
      const asked = afterMs !== undefined && afterMs > 0;
      if (asked) askedUntil = Math.max(askedUntil, runtime.elapsed() + afterMs);
      const known = failures > 0 && startedAt < shutAt;
      if (!known) failures++;
      if (!known || asked) shut(as, reason, asked ? afterMs : backoff());
    },
    park(reason) {
      failures++;
      shut('parked', reason, Math.min(PARKED_PROBE_MS, capMs) * (0.5 + runtime.random() / 2));
    },
    slowDown() {
      width = 1;
    },
    hurry() {
      until = Math.min(until, Math.max(askedUntil, runtime.elapsed()));
    },
    lastTries() {
      capMs = Math.min(capMs, LAST_TRIES_MS);
      askedUntil = 0;
      until = Math.min(until, runtime.elapsed());
    },
    get onChange() {
      return onChange;
    },
    set onChange(listener) {
      onChange = listener;
    },
    pause() {
      paused = true;
    },
    resume() {
      paused = false;
    },
  };
}
