import type { Batch } from '../custody/batch.ts';
import type { Reply } from '../endpoint/types.ts';
import type { Outlet } from '../outlet.ts';
import { type AckChannel, noteId } from './channel.ts';
import { createChannels } from './channels.ts';
import { leave } from './leave.ts';
import { createPoller } from './poller.ts';
import { readAcks } from './read-acks.ts';
import type { AckParts } from './types.ts';

/** Ids asked for in one request: a body of some ten kilobytes. */
const IDS_A_POLL = 1_000;
const ACK_DISABLED = 14;
const SCATTERED_WAIT_MS = 1_000;

/** What is behind an endpoint and confirms what the endpoint has taken; what it has yet to confirm. */
export interface Indexer {
  /** The id of the channel to send on. */
  channel(): string;
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
      for (const { batch } of channel.outstanding.values()) again(batch, 'channel');
      channel.outstanding.clear();
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
    for (const { batch } of channel.outstanding.values()) custody.settle(batch, 'taken');
    channel.outstanding.clear();
    noAck();
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
      channels.confirmed();
      tell('acked', done.batch.events);
      custody.settle(done.batch, 'acked');
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

  const awaited = (): boolean => channels.all().some(({ outstanding }) => outstanding.size > 0);

  /** @returns whether acknowledgements are outstanding still */
  const ask = async (): Promise<boolean> => {
    for (const channel of channels.all()) await askAbout(channel);
    // The answers may have told that the connection has come to another indexer.
    channels.current();
    return awaited();
  };

  const poller = createPoller(options.pollMs, runtime, ask);

  return {
    channel: () => channels.current().id,
    track(batch, channelId, ackId) {
      if (ackId === undefined) {
        custody.settle(batch, 'taken');
        return noAck();
      }
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
    answerLost: channels.retire,
    get awaited() {
      return awaited();
    },
    hurry: poller.hurry,
    stop() {
      poller.stop();
      leave(channels.all(), endpoint.origin, parts);
    },
  };
}
