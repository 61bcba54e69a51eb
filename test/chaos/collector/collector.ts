import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers';
import type { Clock } from '../clock.ts';
import type { Trouble, Wait } from '../plan/incidents.ts';
import type { CollectorPlan } from '../plan/plan.ts';
import type { Director } from './director.ts';
import { createTake, type Delivery } from './health.ts';
import { type Answer, bodyOf, page, reset, send, sendHalf } from './http.ts';
import { createIndexer } from './indexer.ts';
import { answerBody, poisonIn } from './judge.ts';
import type { Quiet } from './quiet.ts';
import type { Takings } from './takings.ts';

/** What a collector has seen of requests with events. */
export interface Traffic {
  requests: number;
  /** Uncompressed. */
  bytes: number;
  /** Of requests that an incident hit. */
  hitRequests: number;
  hitBytes: number;
}

export interface CollectorParts {
  readonly name: string;
  readonly plan: CollectorPlan;
  readonly token: string;
  readonly director: Director;
  readonly takings: Takings;
  readonly traffic: Traffic;
  readonly quiet: Quiet;
  readonly clock: Clock;
  /** The client's cap on a `Retry-After`. */
  readonly longestWaitMs: number;
  /** Does what only a network can: `host` is the address the request was sent to. */
  network(trouble: Extract<Trouble, { do: 'restart' | 'refuse' | 'swap' }>, host: string): void;
}

/** A collector that speaks HEC as it was measured (protocol 1.4-1.15), and fails as it is told. */
export interface Collector {
  readonly port: number;
  close(): Promise<void>;
}

const NOT_FOUND = '{"text":"The requested URL was not found on this server.","code":404}';

export async function openCollector(parts: CollectorParts): Promise<Collector> {
  const { plan, director, traffic, quiet, clock } = parts;
  const indexer = plan.ack && createIndexer(plan.ack, parts.takings, clock);
  const take = createTake(plan, parts.takings, indexer);
  let cookie = 1;

  const reply = (response: ServerResponse, answer: Answer): void => {
    // Ties the client to this indexer (protocol A12).
    const tie = indexer === undefined ? {} : { 'set-cookie': `node=${parts.name}${cookie}` };
    send(response, { ...answer, headers: { ...answer.headers, ...tie } });
  };

  const waitHeader = (wait: Wait | undefined, host: string): { 'retry-after'?: string } => {
    if (wait === undefined) return {};
    const { seconds, as } = wait;
    // A date says no more than the second.
    quiet.ask(host, Math.min(seconds * 1000, parts.longestWaitMs), as === 'date' ? 1_100 : 100);
    return { 'retry-after': as === 'date' ? new Date(Date.now() + seconds * 1000).toUTCString() : String(seconds) };
  };

  /** An answer all right, but what becomes of it is another matter. */
  const misbehave = (
    trouble: Trouble,
    delivery: Delivery,
    request: IncomingMessage,
    response: ServerResponse,
  ): void => {
    const right = (): Answer => take(delivery, trouble);
    const host = String(request.headers.host);
    const say = (status: number, body: string): void => reply(response, { status, body });
    if ('taken' in trouble && trouble.taken === true) right();
    switch (trouble.do) {
      case 'busy': {
        if (trouble.taken !== undefined) return reply(response, right());
        const { status, code, wait } = trouble;
        return reply(response, { status, body: answerBody(code), headers: { ...waitHeader(wait, host) } });
      }
      case 'token':
        return say(trouble.status, answerBody(trouble.code));
      case 'not-found':
        return say(trouble.status, NOT_FOUND);
      case 'blocked':
        return say(403, page('Forbidden'));
      case 'page':
        return say(trouble.status, page(`${trouble.status}`));
      case 'internal':
        return say(500, answerBody(8));
      case 'reset-late':
        return reset(request);
      case 'hang':
        return;
      case 'half':
        return sendHalf(response, right());
      case 'garbage': {
        const answer = right();
        // A refusal that cannot be read would leave in doubt what was taken before the bad event.
        return answer.status === 200 ? say(200, '{"text":"Succ') : reply(response, answer);
      }
      case 'slow':
        setTimeout(() => reply(response, right()), trouble.ms);
        return;
      case 'hang-up':
        reply(response, right());
        setTimeout(() => request.socket.destroy(), 1);
        return;
      case 'refuse':
        parts.network(trouble, host);
        return reply(response, right());
      case 'channel-lost':
      case 'cookie':
        if (trouble.do === 'cookie') cookie++;
        indexer?.forget();
        return reply(response, right());
      case 'index-gone':
      case 'nearly-full':
      case 'ack-lost':
        return reply(response, right());
      case 'restart':
      case 'swap':
      case 'reset-early':
        throw new Error(`${trouble.do} comes before the body`);
    }
  };

  const events = async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const host = String(request.headers.host);
    traffic.requests++;
    quiet.came(host);
    const trouble = director.next();
    if (trouble !== undefined) traffic.hitRequests++;
    if (trouble?.do === 'reset-early') return reset(request);
    if (trouble?.do === 'restart' || trouble?.do === 'swap') return parts.network(trouble, host);
    const body = await bodyOf(request);
    if (body === undefined) return;
    traffic.bytes += Buffer.byteLength(body);
    if (trouble !== undefined) traffic.hitBytes += Buffer.byteLength(body);
    const poison = poisonIn(body);
    if (poison === 'crash') return reset(request);
    if (poison === 'waf') return reply(response, { status: 403, body: page('Request blocked') });
    if (poison === 'boom') return reply(response, { status: 500, body: answerBody(8) });

    const delivery: Delivery = {
      url,
      body,
      channel: String(request.headers['x-splunk-request-channel'] ?? ''),
      onAnswered: (run) => (response.closed ? run() : void response.once('close', run)),
    };
    if (indexer !== undefined && delivery.channel === '') reply(response, { status: 400, body: answerBody(10) });
    else if (trouble === undefined) reply(response, take(delivery));
    else misbehave(trouble, delivery, request, response);
  };

  const acks = async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const body = await bodyOf(request);
    if (body === undefined) return;
    const ids = (JSON.parse(body) as { acks: number[] }).acks;
    const told = indexer?.ask(String(url.searchParams.get('channel')), ids);
    if (told === undefined) reply(response, { status: 400, body: answerBody(14) });
    else reply(response, { status: 200, body: JSON.stringify({ acks: told }) });
  };

  const server = createServer((request, response) => {
    request.on('error', () => {});
    response.on('error', () => {});
    const url = new URL(request.url ?? '/', 'http://collector');
    if (request.headers.authorization !== `Splunk ${parts.token}`) {
      reply(response, { status: 403, body: answerBody(4) });
    } else {
      void (url.pathname.endsWith('/ack') ? acks : events)(request, response, url);
    }
  });
  // Never hangs up by itself: that would be one more thing in doubt.
  server.keepAliveTimeout = 0;
  const listening = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', () => listening.resolve());
  await listening.promise;

  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
}
