/** Which of a collector's two doors an event goes through: enveloped JSON, or text as it is. */
export type EndpointKind = 'event' | 'raw';

/** A value HEC takes in `fields`: flat, no objects (protocol 1.5, code 15). */
export type FieldValue = string | number | boolean | readonly (string | number | boolean)[];

/** What is known of an event beside its payload. A key that is absent is left to the collector's own default. */
export interface Metadata {
  readonly host?: string;
  readonly source?: string;
  readonly sourcetype?: string;
  readonly index?: string;
  readonly fields?: Readonly<Record<string, FieldValue>>;
  /** Leaves the time to a HEC endpoint's own clock: the envelope says none (protocol O13). Others get the usual one. */
  readonly timeless?: true;
}

/** The largest request and event a destination takes. */
export interface Limits {
  /** Uncompressed bytes of one request body. */
  readonly bodyBytes: number;
  readonly events: number;
  /** Uncompressed bytes of one event. */
  readonly eventBytes: number;
}

/** Where and how a batch travels. Batches of different route keys never share a request. Holds no credential. */
export interface Route {
  /** Names the route; equal keys mean equal routes. Includes which metadata keys are present (protocol D04). */
  readonly key: string;
  readonly kind: EndpointKind;
  /**
   * The index its events ask for, where that is not the client's default. Such events have requests of their own, so
   * that a refused index (code 7) costs only those who asked for it.
   */
  readonly index?: string;
  /** Path, and query if any, appended to the endpoint's base URL; begins with `/`, or `''` to post to the URL as given. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Written before the first event, between two events, and after the last. */
  readonly open: string;
  readonly separator: '' | ',';
  readonly close: string;
  /**
   * Where the protocol wants the key in the body: `"name":null` stands there until the endpoint room puts the key in,
   * last of all. The marker is written as it stands in the body, for example `"intake_key":null`.
   */
  readonly bodyCredential?: { readonly marker: string };
}

/**
 * What a frame leaves open for each event.
 * `seconds` `1700000000.123` · `millis` `1700000000123` · `nanos` 19 digits · `iso` RFC 3339, quoted ·
 * `line` the payload's JSON · `members` a JSON object's inside, a leading comma in front unless it is empty ·
 * `quoted` the payload as a JSON string · `text` the payload as it is, without line breaks ·
 * `fields` this event's own fields as JSON members, each with a leading comma · `fieldsOnly` the same without the first comma.
 */
export type Hole =
  | 'seconds'
  | 'millis'
  | 'nanos'
  | 'iso'
  | 'line'
  | 'members'
  | 'quoted'
  | 'text'
  | 'fields'
  | 'fieldsOnly';

/**
 * The template of one event's line: `literals[0] holes[0] literals[1] … literals[holes.length]`.
 * Built once for a set of metadata and used for every event that has it.
 */
export interface Frame {
  readonly route: Route;
  readonly literals: readonly string[];
  readonly holes: readonly Hole[];
}

/** An HTTP answer, whatever it says. Header names are lower case. */
export interface HecResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body's first 64 KiB as text. */
  readonly body: string;
}

/** What is to become of a run of events. */
export type Fate =
  /**
   * Taken. With `ackId` the indexer's acknowledgement is still to come. `receipts` are the ids the collector gave, one
   * for each event of the run in order; `null` for one that got none.
   */
  | { readonly do: 'deliver'; readonly ackId?: number; readonly receipts?: readonly (string | null)[] }
  /** Will never be taken: dead letter. */
  | { readonly do: 'refuse'; readonly reason: string }
  /** Not looked at, through no fault of its own: send again at once. */
  | { readonly do: 'again' }
  /** Not taken now: wait, then send again. `ambiguous` when it may have been taken all the same. */
  | { readonly do: 'retry'; readonly afterMs?: number; readonly ambiguous: boolean; readonly reason: string }
  /** Something in it is bad, or it is too much: send in two halves. A single event is refused instead. */
  | { readonly do: 'halve'; readonly reason: string; readonly tooLarge?: boolean }
  /** Nothing will be taken until somebody mends the configuration: hold everything and probe. */
  | { readonly do: 'park'; readonly reason: string };

/**
 * What a response means for the events that were sent. The runs partition the batch in order: their `events` add up
 * to the number sent. Protocol S28 is deliver 1, refuse 1, again 1.
 */
export interface Outcome {
  readonly runs: readonly { readonly events: number; readonly fate: Fate }[];
  /** The collector took everything but is nearly full (codes 24 and 25). */
  readonly slowDown?: boolean;
  /** The HEC reply code, where the body had one. */
  readonly code?: number;
  /** The reply's text, shortened, for people. */
  readonly text?: string;
}

export interface Sent {
  readonly events: number;
  /** Uncompressed. */
  readonly bytes: number;
  readonly kind: EndpointKind;
  /** Whether the events ask for an index of their own, all for the same, rather than the client's default. */
  readonly ownIndex?: boolean;
}

/** How a credential is shown to the collector; the endpoint room adds it last. */
export interface Credential {
  readonly header: string;
  /** Put before the token with a space between; `''` for a bare token. */
  readonly prefix: string;
  /** Query parameter that carries it instead of the header, unless the options name a header (protocol 1.2, K03). */
  readonly query?: string;
}

/** One destination: data and pure functions. */
export interface Dialect {
  readonly name: string;
  readonly limits: Limits;
  /** Whether bodies are compressed unless the options say otherwise. */
  readonly gzip: boolean;
  readonly credential: Credential;
  /** Appended to a URL that has no path of its own. `undefined` where the URL is always complete. */
  readonly paths: Readonly<Partial<Record<EndpointKind | 'health' | 'ack', string>>>;
  /**
   * Events older than this get a good answer and are never seen again (Datadog), in milliseconds. They are dropped by
   * name, `too-old`: at the door, and when they have been held for so long.
   */
  readonly maxEventAgeMs?: number;
  /**
   * @param dynamicFields whether each event brings fields of its own, one at least, for which the frame leaves the hole
   * `fields` or `fieldsOnly`.
   */
  frame(kind: EndpointKind, metadata: Metadata, dynamicFields: boolean): Frame;
  /** Never throws, for any status, headers and body. */
  interpret(response: HecResponse, sent: Sent): Outcome;
}
