import type { EventMetadata, HecOptions } from 'hec-core';
import type { HecServerOptions } from 'hec-server';

/**
 * What stands behind a row: measured on the product by a third party that published it, the vendor's documentation,
 * source code of the receiver or of a client, one statement of a third party, or nothing that confirms it.
 */
export type Evidence = 'measured' | 'documented' | 'code' | 'third party' | 'U';

type PersonalityName = NonNullable<HecServerOptions['as']>;
export type DialectName = NonNullable<HecOptions['dialect']>;
/** Rows of the matrix: the dialects, and the exporter that has a table of its own. */
export type Speaker = DialectName | 'otel-hec';

/** A request, as the protocol shows it. */
export interface Request {
  /** @default 'POST' */
  readonly method?: string;
  /** Path and query. @default the table's */
  readonly path?: string;
  /** @default the table's credential and `application/json` */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** An answer, as the protocol shows it. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is JSON; absent where nobody has seen the body. */
  readonly body?: string | object;
}

/** One event given to our sender. Time is 1700000000.123 and host is `h` unless it says otherwise. */
export type Given = { readonly event: unknown } & EventMetadata;

/** What our sender is to do. */
export interface Sender {
  /** Beside address, token and dialect. */
  readonly options?: HecOptions;
  /** Path of the address it is given. */
  readonly base?: string;
  /** @default one event, "a" */
  readonly gives?: readonly Given[];
  /** The first request, byte for byte, as far as it is written here. */
  readonly sends?: {
    readonly path?: string;
    readonly headers?: Readonly<Record<string, string | RegExp | undefined>>;
    readonly body?: string | RegExp;
  };
  /** What the first requests are answered with; those after them with success. @default the vector's answer */
  readonly answers?: readonly Answer[];
  /** What it makes of that. */
  readonly does?: {
    readonly delivered?: number;
    readonly refused?: number;
    /** Payloads of every request, the first included. */
    readonly requests?: readonly (readonly unknown[])[];
    /** Events in every request. */
    readonly counts?: readonly number[];
    /** Holds everything, says why, asks again later. */
    readonly parks?: boolean;
    /** Sends again what was not taken, and whether it may have been taken all the same. */
    readonly retries?: 'clean' | 'ambiguous';
    /** Milliseconds before the second request, at least and at most. */
    readonly waits?: readonly [atLeast: number, atMost: number];
    /** Ids of the events, as `hec:delivered` tells them. */
    readonly receipts?: readonly (string | null)[];
  };
}

/** What hec-server is to do. */
export interface Server {
  readonly as: PersonalityName | readonly PersonalityName[];
  readonly options?: HecServerOptions;
  /** Requests before the one that counts. */
  readonly before?: readonly Request[];
  /** @default the vector's */
  readonly request?: Request;
  /** @default the vector's */
  readonly answer?: Answer;
  /** Payloads of what it keeps, or how many. @default not looked at */
  readonly keeps?: number | readonly unknown[];
}

/** A row of section 7 of the protocol, as far as it concerns one speaker. */
export interface Vector {
  readonly id: string;
  readonly what: string;
  readonly speaker: Speaker;
  /** Of the answer. */
  readonly evidence: Evidence;
  /** Of the request, where it is another. */
  readonly requestEvidence?: Evidence;
  readonly request?: Request;
  readonly answer?: Answer;
  readonly sender?: Sender;
  readonly server?: Server;
}

export const TOKEN = 'T';
export const TIME = '1700000000.123';
export const HOST = 'h';
export const CHANNEL = '11111111-2222-3333-4444-555555555555';

export const success = { status: 200, body: { text: 'Success', code: 0 } } as const;

/** An envelope as our sender writes it where nothing else is said. */
export const envelope = (event: unknown): string =>
  `{"time":${TIME},"host":"${HOST}","event":${JSON.stringify(event)}}`;

/** Events that are texts. */
export const texts = (...events: readonly unknown[]): Given[] => events.map((event) => ({ event }));
