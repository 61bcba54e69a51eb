import type { IncomingHttpHeaders } from 'node:http';
import type { Config } from '../config.ts';
import type { AckBook } from '../hec/acks.ts';
import type { ReceivedEvent } from '../types.ts';

export type PersonalityName = 'splunk' | 'splunk-cloud';

/** A request with its whole body. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The body as it came, compressed or not; cut off where {@link overflow} is set. */
  readonly body: Buffer;
  /** Whether the body was longer than the server is willing to hold. */
  readonly overflow: boolean;
}

/** An event as the personality understood it; the store adds where and when. */
export type TakenEvent = Omit<ReceivedEvent, 'seq' | 'receivedAt' | 'requestId' | 'path'>;

/** What to send back, and what to keep. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly taken?: readonly TakenEvent[];
  readonly ackId?: number;
  readonly inflatedBytes?: number;
}

/** What a personality may ask about while it answers. */
export interface House {
  readonly config: Config;
  readonly acks: AckBook;
}

/** One product's way of answering. */
export interface Personality {
  readonly name: PersonalityName;
  /** Largest inflated body this product is known to take, in bytes. */
  readonly maxContentLength: number;
  /** Largest single event this product is known to take, in bytes. */
  readonly maxEventBytes: number;
  answer(call: Call, house: House): Answer;
  /** Hides credentials that this product carries in the path. */
  readonly publicPath?: (path: string) => string;
}
