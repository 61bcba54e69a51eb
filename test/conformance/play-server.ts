import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { request as send } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { type HecServer, type HecServerOptions, startHecServer } from 'hec-server';
import { type Answer, CHANNEL, type Request, type Server, TOKEN, type Vector } from './vector.ts';

interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** hec-server, which becomes what is asked for: one after the other, never two at once. */
export interface Chameleon extends AsyncDisposable {
  /** Forgets what it was before, but for acknowledgements: those are counted by channel. */
  become(options: HecServerOptions): Promise<HecServer>;
}

/** What a server is that nobody told anything. */
const ITSELF: { readonly [K in keyof HecServerOptions]: HecServerOptions[K] | undefined } = {
  token: [TOKEN, 'K', 'K2'],
  disabledTokens: [],
  ack: false,
  indexes: [],
  allowQueryStringAuth: false,
  maxContentLength: undefined,
  maxEventBytes: undefined,
  backpressure: false,
  faults: [],
};

export function createChameleon(): Chameleon {
  let started: Promise<HecServer> | undefined;
  return {
    async become(options) {
      started ??= startHecServer();
      const server = await started;
      await server.set({ ...ITSELF, ...options } as HecServerOptions);
      await server.setFaults(options.faults ?? []);
      await server.clear();
      return server;
    },
    async [Symbol.asyncDispose]() {
      await (await started)?.close();
    },
  };
}

/** One plain request: what the vector says, a user agent and a length, and nothing else. */
function ask(url: string, { method = 'POST', path = '', headers = {}, body = '' }: Request): Promise<Received> {
  const { promise, resolve, reject } = Promise.withResolvers<Received>();
  const outgoing = send(`${url}${path}`, {
    method,
    headers: { 'user-agent': 'conformance', 'content-length': Buffer.byteLength(body), ...headers },
    agent: false,
  });
  outgoing.on('error', reject);
  outgoing.on('response', (response) => {
    readText(response).then(
      (all) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: all }),
      reject,
    );
  });
  outgoing.end(body);
  return promise;
}

/** hec-server answers as the vector says, and keeps what it should. */
export async function playServer(
  vector: Vector,
  { as, options = {}, before = [], request = vector.request, answer = vector.answer, keeps }: Server,
  chameleon: Chameleon,
): Promise<void> {
  assert.ok(request !== undefined && answer !== undefined, 'the vector has a request and an answer');
  for (const personality of typeof as === 'string' ? [as] : as) {
    const server = await chameleon.become({ ...options, as: personality });
    // Acknowledgements are counted by channel from 0: nobody else may have used it.
    const own = onChannel(randomUUID());
    for (const one of before) await ask(server.url, own(one));
    expectAnswer(await ask(server.url, own(request)), own(answer));
    const kept = (await server.events()).map(({ event }) => event);
    if (keeps !== undefined) assert.deepEqual(typeof keeps === 'number' ? kept.length : kept, keeps, 'keeps');
  }
}

/** The same request or answer on a channel of its own. */
const onChannel =
  (channel: string) =>
  <T extends Request | Answer>(one: T): T => {
    const headers = Object.entries(one.headers ?? {}).map(
      ([name, value]) => [name, value.replaceAll(CHANNEL, channel)] as const,
    );
    const path = 'path' in one && one.path !== undefined ? { path: one.path.replaceAll(CHANNEL, channel) } : {};
    return { ...one, ...path, headers: Object.fromEntries(headers) };
  };

function expectAnswer({ status, headers, body }: Received, answer: Answer): void {
  assert.equal(status, answer.status, body);
  for (const [name, value] of Object.entries(answer.headers ?? {})) assert.equal(String(headers[name]), value);
  if (typeof answer.body === 'string') assert.equal(body, answer.body);
  else if (answer.body !== undefined) assert.deepEqual(JSON.parse(body), answer.body);
}
