import type { IncomingHttpHeaders } from 'node:http';
import type { Config } from '../config.ts';
import type { AckBook } from '../hec/acks.ts';
import type { ReceivedEvent } from '../types.ts';

/** The products whose answers are known. */
export type PersonalityName =
  | 'splunk'
  | 'splunk-cloud'
  | 'vector'
  | 'fluent-bit'
  | 'otel'
  | 'victorialogs'
  | 'falcon'
  | 'logscale'
  | 'xsiam'
  | 'sekoia'
  | 'datadog'
  | 'elastic'
  | 'sumo';

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
  /** Bytes that follow the answer on the wire though nobody asked for them: Fluent Bit's second answer. */
  readonly afterthought?: string;
}

/** What a personality may ask about while it answers. */
export interface House {
  readonly config: Config;
  readonly acks: AckBook;
}

/** A request to try first, as the page shows it. */
export interface Example {
  /** `TOKEN` stands for the token, here and in the headers. */
  readonly path: string;
  readonly headers: readonly string[];
  readonly body: string;
}

/** One product's way of answering. */
export interface Personality {
  readonly name: PersonalityName;
  /** Largest inflated body this product is known to take, in bytes. */
  readonly maxContentLength: number;
  /** Largest single event this product is known to take, in bytes. */
  readonly maxEventBytes: number;
  readonly example: Example;
  answer(call: Call, house: House): Answer;
  /** Hides credentials that this product carries in the path. */
  readonly publicPath?: (path: string) => string;
}
