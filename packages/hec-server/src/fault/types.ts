/** What a {@link Fault} does to the request it hits. */
export type FaultAction =
  /**
   * Answers with this status and a HEC body made of `code` and its text. `take` decides about the events:
   * `false` (default) none is kept, `true` all are, a number keeps the first ones and reports it as
   * `invalid-event-number` (protocol S43). `retryAfter` is seconds, or an HTTP date as text.
   */
  | {
      readonly do: 'status';
      readonly status: number;
      readonly code?: number;
      readonly text?: string;
      readonly retryAfter?: number | string;
      readonly take?: boolean | number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Answers as a proxy in the way would: an HTML page, 502 unless `status` says otherwise. */
  | { readonly do: 'html'; readonly status?: number; readonly take?: boolean }
  /** Takes the events and answers 200 with a body that is not the JSON it claims to be. */
  | { readonly do: 'wrong-json'; readonly status?: number; readonly body?: string; readonly take?: boolean }
  /** Never answers. The events are not kept unless `take` is true. */
  | { readonly do: 'hang'; readonly take?: boolean }
  /** Takes the events at once and gives the right answer `ms` milliseconds later. */
  | { readonly do: 'slow'; readonly ms: number }
  /** Resets the connection when the head of the request has arrived, before its body is read. Nothing is kept. */
  | { readonly do: 'reset' }
  /** Reads the body, takes the events and resets the connection without an answer. */
  | { readonly do: 'reset-after' }
  /** Takes the events, sends half of the right answer and resets the connection. */
  | { readonly do: 'half' }
  /** Answers rightly, promises to keep the connection, and closes it all the same. */
  | { readonly do: 'close' };

/** Which requests a {@link Fault} hits. Everything given has to hold. */
export interface FaultMatch {
  /**
   * Text the path has to contain, as in `/ack` or `/health`.
   * Without it a fault sees only requests that carry events: any POST, except to an `/ack` path.
   */
  readonly path?: string;
  /** Text the inflated body has to contain: a poison. Not for `reset`, which never reads a body. */
  readonly contains?: string;
  /** Hits the request with this number, or these numbers, counting from 1 those that match `path` and `contains`. */
  readonly nth?: number | readonly number[];
  /** Hits every k-th of them: 3 hits the 3rd, 6th, 9th. */
  readonly every?: number;
  /** Leaves the first n of them alone. */
  readonly after?: number;
  /** Hits each of them with this probability, 0 to 1, drawn from a generator started with the server's `seed`. */
  readonly probability?: number;
  /** Stops after so many hits. @default Infinity */
  readonly times?: number;
}

/**
 * One thing that goes wrong on purpose. Of several that match, the first in the list wins.
 *
 * @example
 * ```ts
 * await server.setFaults([
 *   { do: 'status', status: 503, code: 9, times: 5 },           // busy five times, then well again
 *   { do: 'status', status: 429, retryAfter: 2, every: 10 },
 *   { do: 'reset-after', probability: 0.05 },
 * ]);
 * ```
 */
export type Fault = FaultAction & FaultMatch;
