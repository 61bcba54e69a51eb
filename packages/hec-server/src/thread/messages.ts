import type { Fault } from '../fault/types.ts';
import type { EventQuery, HecServerOptions, ReceivedEvent, ReceivedRequest, ServerStats } from '../types.ts';

/** What the caller's thread may ask of the server's. */
export interface Commands {
  events(query: EventQuery): ReceivedEvent[];
  requests(): readonly ReceivedRequest[];
  stats(): ServerStats;
  waitForEvents(count: number, timeoutMs: number): ReceivedEvent[];
  waitForRequests(count: number, timeoutMs: number): readonly ReceivedRequest[];
  setFaults(faults: readonly Fault[]): void;
  set(options: HecServerOptions): void;
  clear(): void;
  close(): void;
}

export interface Question {
  readonly id: number;
  readonly command: keyof Commands;
  readonly args: readonly unknown[];
}

export type Reply = { readonly id: number } & ({ readonly value: unknown } | { readonly error: Error });

/** First message of the thread: that it listens, or why it does not. */
export type Hello =
  | { readonly url: string; readonly port: number; readonly ca: string | undefined }
  | { readonly error: Error };
