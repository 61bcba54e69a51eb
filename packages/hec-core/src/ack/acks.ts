import type { Acks } from '../act.ts';
import type { Batch } from '../custody/batch.ts';
import type { Custody } from '../custody/types.ts';
import type { Reply } from '../endpoint/types.ts';
import { publish } from '../observe/channels.ts';
import type { DestinationObserver } from '../observe/observer.ts';
import type { Warn } from '../observe/warnings.ts';
import type { AckOptions } from '../options/types.ts';
import type { Outlet } from '../outlet.ts';
import type { Runtime } from '../runtime.ts';
import { type AckChannel, noteId, openChannel } from './channel.ts';
import { createPoller, type Poller } from './poller.ts';
import { readAcks } from './read-acks.ts';

/** Ids asked for in one request: a body of some ten kilobytes. */
const IDS_A_POLL = 1_000;
const ACK_DISABLED = 14;
/** So many channels given up with nothing confirmed in between, and every further request may be a duplicate. */
const CHANNELS_IN_VAIN = 3;
const SCATTERED_WAIT_MS = 1_000;
/** More are given up: each is one more request in every round of questions. */
const MOST_RETIRED = 32;

export interface AckRoom extends Acks {
  /** Asks at once, and keeps the process alive while it asks: somebody awaits a flush. */
  hurry(yes: boolean): void;
  stop(): void;
}

export interface AckParts {
  readonly custody: Custody;
  readonly options: Required<AckOptions>;
  /** Path of the acknowledgement call, below the endpoint's base. */
  readonly path: string;
  readonly runtime: Runtime;
  readonly observer: DestinationObserver;
  readonly warn: Warn;
  readonly destination: string;
}

/**
 * Indexer acknowledgement: what an endpoint has taken stays in custody until the indexer has it safe. A lost
 * connection to the indexer, a channel that expired, or silence until the timeout sends the batch again; duplicates
 * that may follow are counted.
 */
export function createAcks(parts: AckParts): AckRoom {
  const { custody, options, runtime, observer, warn, destination } = parts;
  const channels = new Map<Outlet, AckChannel>();
  /** Channels that get no more requests, because an id given on them got lost; what is outstanding there still counts. */
  const retired = new Map<Outlet, AckChannel[]>();
  const pollers = new Map<Outlet, Poller>();
  let hurried = false;
  /** Channels given up since an indexer confirmed something. */
  const givenUp = new Map<Outlet, number>();

  const pollerOf = (outlet: Outlet): Poller => {
    let poller = pollers.get(outlet);
    if (poller === undefined) {
      poller = createPoller(options.pollMs, runtime, () => ask(outlet));
      poller.hurry(hurried);
      pollers.set(outlet, poller);
    }
    return poller;
  };

  const again = (batch: Batch, outlet: Outlet, what: 'timeout' | 'channel'): void => {
    observer.ambiguous(batch.events, what === 'timeout' ? 'ack-timeout' : 'ack-channel');
    publish('hec:ack', () => ({ destination, endpoint: outlet.endpoint.origin, what, events: batch.events }));
    custody.requeue(batch, 'front');
  };

  const allOf = (outlet: Outlet): AckChannel[] => {
    const channel = channels.get(outlet);
    return [...(retired.get(outlet) ?? []), ...(channel === undefined ? [] : [channel])];
  };

  const giveUp = (outlet: Outlet, channel: AckChannel | undefined): void => {
    if (channel === undefined) return;
    for (const { batch } of channel.outstanding.values()) again(batch, outlet, 'channel');
    channel.outstanding.clear();
  };

  /** Gives its channels up: another indexer, or the same one without memory, would never confirm what is on them. */
  const renew = (outlet: Outlet): AckChannel => {
    const fresh = openChannel(outlet.endpoint.affinity);
    const old = allOf(outlet);
    channels.set(outlet, fresh);
    retired.delete(outlet);
    const lost = (givenUp.get(outlet) ?? 0) + 1;
    givenUp.set(outlet, lost);
    for (const one of old) giveUp(outlet, one);
    if (lost >= CHANNELS_IN_VAIN) scatter(outlet);
    return fresh;
  };

  /** Several indexers answer in turn: without the balancer's help none will ever be asked for what it has taken. */
  const scatter = (outlet: Outlet): void => {
    warn(
      'ack-affinity',
      `${outlet.endpoint.origin} forgets its channels, or is several indexers without sticky sessions: events are sent again and again. Turn on sticky sessions (a cookie) at the balancer, or set ack.enabled to false. Until an acknowledgement comes one request a second is sent.`,
    );
    const now = runtime.now();
    outlet.gate.failed('busy', 'acknowledgements get lost between indexers', now, SCATTERED_WAIT_MS);
  };

  const current = (outlet: Outlet): AckChannel => {
    const channel = channels.get(outlet);
    if (channel === undefined) {
      const first = openChannel(outlet.endpoint.affinity);
      channels.set(outlet, first);
      return first;
    }
    const { affinity } = outlet.endpoint;
    // The first cookie ties the connection to the indexer it has been talking to; another one means another indexer.
    if (channel.affinity === 0) channel.affinity = affinity;
    return channel.affinity === affinity ? channel : renew(outlet);
  };

  const takeAtItsWord = (outlet: Outlet, channel: AckChannel): void => {
    for (const { batch } of channel.outstanding.values()) custody.settle(batch, 'taken');
    channel.outstanding.clear();
    noAck(outlet);
  };

  const noAck = (outlet: Outlet): void => {
    warn(
      'ack-disabled',
      `${outlet.endpoint.origin} does not acknowledge with this token: events count as delivered when it takes them. Turn on indexer acknowledgement for the token in Splunk, or set ack.enabled to false.`,
    );
  };

  const settle = (outlet: Outlet, channel: AckChannel, reply: Reply): void => {
    if (reply.response === undefined) return;
    const answer = readAcks(reply.response.body);
    if (answer.code === ACK_DISABLED) return takeAtItsWord(outlet, channel);
    for (const id of answer.acked) {
      const done = channel.outstanding.get(id);
      // Told once only: the indexer forgets an id it has confirmed (A06).
      if (done === undefined) continue;
      channel.outstanding.delete(id);
      givenUp.delete(outlet);
      const { events } = done.batch;
      publish('hec:ack', () => ({ destination, endpoint: outlet.endpoint.origin, what: 'acked', events }));
      custody.settle(done.batch, 'acked');
    }
  };

  const expire = (outlet: Outlet, channel: AckChannel): void => {
    const before = runtime.now() - options.timeoutMs;
    for (const [id, { batch, takenAt }] of channel.outstanding) {
      if (takenAt > before) continue;
      channel.outstanding.delete(id);
      again(batch, outlet, 'timeout');
    }
  };

  const askAbout = async (outlet: Outlet, channel: AckChannel): Promise<void> => {
    if (channel.outstanding.size === 0) return;
    const acks = [...channel.outstanding.keys()].slice(0, IDS_A_POLL);
    const reply = await outlet.endpoint.call({
      method: 'POST',
      path: `${parts.path}?channel=${channel.id}`,
      headers: { 'content-type': 'application/json', 'x-splunk-request-channel': channel.id },
      body: JSON.stringify({ acks }),
    });
    settle(outlet, channel, reply);
    expire(outlet, channel);
  };

  /** @returns whether acknowledgements are outstanding still */
  const ask = async (outlet: Outlet): Promise<boolean> => {
    const asked = channels.get(outlet);
    for (const channel of allOf(outlet)) await askAbout(outlet, channel);
    if (asked !== undefined && channels.get(outlet) === asked) current(outlet);
    return allOf(outlet).some(({ outstanding }) => outstanding.size > 0);
  };

  return {
    channel: (outlet) => current(outlet).id,
    track(batch, outlet, channelId, ackId) {
      if (ackId === undefined) {
        custody.settle(batch, 'taken');
        return noAck(outlet);
      }
      custody.awaitAck(batch);
      const channel = allOf(outlet).find(({ id }) => id === channelId);
      // The channel was given up while the request was on its way.
      if (channel === undefined) return again(batch, outlet, 'channel');
      if (!noteId(channel, ackId)) {
        renew(outlet);
        return again(batch, outlet, 'channel');
      }
      channel.outstanding.set(ackId, { batch, takenAt: runtime.now() });
      pollerOf(outlet).wake();
    },
    answerLost(outlet, channelId) {
      const channel = channels.get(outlet);
      // With nothing outstanding there is nothing that its id could be mistaken for.
      if (channel?.id !== channelId || channel.outstanding.size === 0) return;
      const old = [...(retired.get(outlet) ?? []), channel];
      retired.set(outlet, old);
      channels.set(outlet, openChannel(channel.affinity));
      if (old.length > MOST_RETIRED) giveUp(outlet, old.shift());
    },
    hurry(yes) {
      hurried = yes;
      for (const poller of pollers.values()) poller.hurry(yes);
    },
    stop() {
      for (const poller of pollers.values()) poller.stop();
      for (const channel of [...channels.keys()].flatMap(allOf)) {
        // The indexer's word did not come in time. The spool will send them again; without one the endpoint's word counts.
        for (const { batch } of channel.outstanding.values()) {
          if (custody.leaveBehind(batch)) observer.ambiguous(batch.events, 'closed');
          else custody.settle(batch, 'taken');
        }
        channel.outstanding.clear();
      }
    },
  };
}
