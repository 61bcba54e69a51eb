import type { Fault } from '../fault/types.ts';
import type { EventQuery, HecServerOptions, ReceivedEvent, ReceivedRequest, ServerStats } from '../types.ts';

/** What the caller's thread may ask of a server in the other one. */
export interface Commands {
  open(options: HecServerOptions): Opened;
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

/** Where a server listens. */
export interface Opened {
  readonly url: string;
  readonly port: number;
  readonly ca: string | undefined;
}

export interface Question {
  readonly id: number;
  /** Number of the server that is asked; with `open`, of the one that is to start. */
  readonly server: number;
  readonly command: keyof Commands;
  readonly args: readonly unknown[];
}

export type Reply = { readonly id: number } & ({ readonly value: unknown } | { readonly error: Error });
