import { type Channel, channel } from 'node:diagnostics_channel';
import type { DropReason } from '../types.ts';

/**
 * What is published on each `diagnostics_channel` of the suite. Plain data; never a credential. `client` is the `id` of the
 * client it comes from: destinations of several clients in one thread may have the same name.
 */
export interface ChannelMessages {
  /** A batch was closed and waits to be sent. */
  'hec:batch:sealed': { client: string; destination: string; events: number; bytes: number };
  'hec:request:start': {
    client: string;
    destination: string;
    endpoint: string;
    events: number;
    bytes: number;
    attempt: number;
  };
  'hec:request:end': {
    client: string;
    destination: string;
    endpoint: string;
    events: number;
    /** HTTP status; absent when no answer came. */
    status: number | undefined;
    /** HEC reply code, where there is one. */
    code: number | undefined;
    tookMs: number;
  };
  /** Events will be sent again. `ambiguous`: they may have been taken already. */
  'hec:retry': {
    client: string;
    destination: string;
    endpoint: string;
    events: number;
    reason: string;
    ambiguous: boolean;
  };
  'hec:delivered': {
    client: string;
    destination: string;
    endpoint: string;
    events: number;
    /** Ids the collector gave, one for each event in order; `null` for one that got none. */
    receipts?: readonly (string | null)[];
  };
  /** One event was confirmed: the collector gave it an id, or it was sent by `sendAndConfirm`. */
  'hec:receipt': {
    client: string;
    destination: string;
    endpoint: string;
    by: 'taken' | 'acked';
    /** The collector's id of the event, where it gives one. */
    receipt: string | null;
    /** The event as it was sent. */
    envelope: string;
  };
  /** Events were lost, and counted under `dropped`. */
  'hec:drop': { client: string; destination: string; events: number; reason: DropReason };
  /** Events were refused for good; `kept` when they are in the dead letter file. */
  'hec:deadletter': {
    client: string;
    destination: string;
    endpoint: string;
    events: number;
    reason: string;
    status: number | undefined;
    code: number | undefined;
    text: string | undefined;
    kept: boolean;
  };
  /** An endpoint delivers again after failures. */
  'hec:recovered': { client: string; destination: string; endpoint: string };
  /** Something a person should know; at most one a minute for each code. */
  'hec:warning': { client: string; destination: string; code: string; message: string };
  /** Acknowledgements came, timed out, or a channel was given up. */
  'hec:ack': {
    client: string;
    destination: string;
    endpoint: string;
    what: 'acked' | 'timeout' | 'channel';
    events: number;
  };
  /** The disk queue took, gave back, or lost events. */
  'hec:spool': { client: string; destination: string; what: 'spooled' | 'replayed' | 'damaged'; events: number };
}

type Channels = { readonly [K in keyof ChannelMessages]: Channel };

export const CHANNEL_NAMES: readonly (keyof ChannelMessages)[] = [
  'hec:batch:sealed',
  'hec:request:start',
  'hec:request:end',
  'hec:retry',
  'hec:delivered',
  'hec:receipt',
  'hec:drop',
  'hec:deadletter',
  'hec:recovered',
  'hec:warning',
  'hec:ack',
  'hec:spool',
];

const CHANNELS = Object.fromEntries(CHANNEL_NAMES.map((name) => [name, channel(name)])) as unknown as Channels;

/** Whether it is worth making a message for a channel. */
export function isListenedTo(name: keyof ChannelMessages): boolean {
  return CHANNELS[name].hasSubscribers;
}

/** Publishes where somebody listens. `make` runs only then, and a subscriber that throws hurts nobody. */
export type Publish = <K extends keyof ChannelMessages>(
  name: K,
  make: () => Omit<ChannelMessages[K], 'client' | 'destination'>,
) => void;

export function createPublish(client: string, destination: string): Publish {
  return (name, make) => {
    if (CHANNELS[name].hasSubscribers) CHANNELS[name].publish({ client, destination, ...make() });
  };
}
