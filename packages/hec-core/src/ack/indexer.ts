import type { Batch } from '../custody/batch.ts';
import type { Reply } from '../endpoint/types.ts';
import type { Outlet } from '../outlet.ts';
import { type AckChannel, mayMeanAnother, noteId, takeUnsettled } from './channel.ts';
import { createChannels } from './channels.ts';
import { leave } from './leave.ts';
import { createPoller } from './poller.ts';
import { readAcks } from './read-acks.ts';
import type { AckParts, AckRequest } from './types.ts';

/** Ids asked for in one request: a body of some ten kilobytes. */
const IDS_A_POLL = 1_000;
const ACK_DISABLED = 14;
const SCATTERED_WAIT_MS = 1_000;

/** What is behind an endpoint and confirms what the endpoint has taken; what it has yet to confirm. */
export interface Indexer {
  start(): AckRequest;
  track(batch: Batch, channelId: string, ackId: number | undefined): void;
  answerLost(channelId: string): void;
  /** Whether it has yet to confirm something. */
  readonly awaited: boolean;
  hurry(yes: boolean): void;
  stop(): void;
}

export function createIndexer(outlet: Outlet, parts: AckParts): Indexer {
  const { custody, options, runtime, observer, warn, publish } = parts;
  const { endpoint, gate } = outlet;

  const tell = (what: 'acked' | 'timeout' | 'channel', events: number): void =>
    publish('hec:ack', () => ({ endpoint: endpoint.origin, what, events }));

  const again = (batch: Batch, what: 'timeout' | 'channel'): void => {
    observer.ambiguous(batch.events, what === 'timeout' ? 'ack-timeout' : 'ack-channel');
    tell(what, batch.events);
    custody.requeue(batch, 'front');
  };

  /** Several indexers answer in turn: without the balancer's help none will ever be asked for what it has taken. */
  const scattered = (): void => {
    warn(
      'ack-affinity',
      `${endpoint.origin} forgets its channels, or is several indexers without sticky sessions: events are sent again and again. Turn on sticky sessions (a cookie) at the balancer, or set ack.enabled to false. Until an acknowledgement comes one request a second is sent.`,
    );
    gate.failed('busy', 'acknowledgements get lost between indexers', runtime.elapsed(), SCATTERED_WAIT_MS);
  };

  const channels = createChannels({
    affinity: () => endpoint.affinity,
    givenUp(channel) {
      for (const batch of takeUnsettled(channel)) again(batch, 'channel');
    },
    inVain: scattered,
  });

  const noAck = (): void => {
    warn(
      'ack-disabled',
      `${endpoint.origin} does not acknowledge with this token: events count as delivered when it takes them. Turn on indexer acknowledgement for the token in Splunk, or set ack.enabled to false.`,
    );
  };

  const takeAtItsWord = (channel: AckChannel): void => {
    for (const batch of takeUnsettled(channel)) custody.settle(batch, 'taken');
    noAck();
  };

  const confirmed = (batch: Batch): void => {
    channels.confirmed();
    tell('acked', batch.events);
    custody.settle(batch, 'acked');
  };

  /** A request is over. Once all that were under way are, and the channel was not given up, what was confirmed was meant. */
  const over = (channel: AckChannel, request: object): void => {
    channel.underWay.delete(request);
    for (const [done, missing] of channel.unsure) {
      missing.delete(request);
      if (missing.size > 0) continue;
      channel.unsure.delete(done);
      confirmed(done.batch);
    }
  };

  const settle = (channel: AckChannel, reply: Reply): void => {
    if (reply.response === undefined) return;
    const answer = readAcks(reply.response.body);
    if (answer.code === ACK_DISABLED) return takeAtItsWord(channel);
    for (const id of answer.acked) {
      const done = channel.outstanding.get(id);
      // Told once only: the indexer forgets an id it has confirmed (A06).
      if (done === undefined) continue;
      channel.outstanding.delete(id);
      if (mayMeanAnother(channel, id)) channel.unsure.set(done, new Set(channel.underWay));
      else confirmed(done.batch);
    }
  };

  const expire = (channel: AckChannel): void => {
    const before = runtime.elapsed() - options.timeoutMs;
    for (const [id, { batch, takenAt }] of channel.outstanding) {
      if (takenAt > before) continue;
      channel.outstanding.delete(id);
      again(batch, 'timeout');
    }
  };

  const askAbout = async (channel: AckChannel): Promise<void> => {
    const ids = [...channel.outstanding.keys()];
    for (let at = 0; at < ids.length; at += IDS_A_POLL) {
      const reply = await endpoint.call({
        method: 'POST',
        path: `${parts.path}?channel=${channel.id}`,
        headers: { 'content-type': 'application/json', 'x-splunk-request-channel': channel.id },
        body: JSON.stringify({ acks: ids.slice(at, at + IDS_A_POLL) }),
      });
      settle(channel, reply);
      // Who does not answer, or does not acknowledge at all, is asked no more for now.
      if (reply.response === undefined || channel.outstanding.size === 0) break;
    }
    expire(channel);
  };

  const awaited = (): boolean =>
    channels.all().some(({ outstanding, unsure }) => outstanding.size > 0 || unsure.size > 0);

  /** @returns whether acknowledgements are outstanding still */
  const ask = async (): Promise<boolean> => {
    for (const channel of channels.all()) await askAbout(channel);
    // The answers may have told that the connection has come to another indexer.
    channels.current();
    return awaited();
  };

  const poller = createPoller(options.pollMs, runtime, ask);

  let stopped = false;
  return {
    start() {
      const channel = channels.current();
      const request = {};
      channel.underWay.add(request);
      return { channel: channel.id, over: () => over(channel, request) };
    },
    track(batch, channelId, ackId) {
      if (ackId === undefined) {
        custody.settle(batch, 'taken');
        return noAck();
      }
      // It came while the connections are being closed: the batch is on disk, and its next life sends it again.
      if (stopped) return observer.ambiguous(batch.events, 'closed');
      custody.awaitAck(batch);
      const channel = channels.all().find(({ id }) => id === channelId);
      // The channel was given up while the request was on its way.
      if (channel === undefined) return again(batch, 'channel');
      if (!noteId(channel, ackId)) {
        channels.renew();
        return again(batch, 'channel');
      }
      channel.outstanding.set(ackId, { batch, takenAt: runtime.elapsed() });
      poller.wake();
    },
    answerLost(channelId) {
      const channel = channels.all().find(({ id }) => id === channelId);
      // It might have told that another batch was meant. They may be sent in this very turn: not on this channel.
      const unsure = [...(channel?.unsure.keys() ?? [])];
      channel?.unsure.clear();
      channels.retire(channelId);
      for (const { batch } of unsure) again(batch, 'channel');
    },
    get awaited() {
      return awaited();
    },
    hurry: poller.hurry,
    stop() {
      stopped = true;
      poller.stop();
      leave(channels.all().flatMap(takeUnsettled), endpoint.origin, parts);
    },
  };
}
