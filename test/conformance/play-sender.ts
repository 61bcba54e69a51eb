import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import {
  type ChannelMessages,
  createHecClient,
  type HecClient,
  type HecOptions,
  imbalance,
  type Stats,
} from 'hec-core';
import { createClock, FLUSH_MS, REQUEST_MS } from './clock.ts';
import { payloads } from './payloads.ts';
import { type Recorded, startRecorder } from './recorder.ts';
import { type Answer, type DialectName, type Given, HOST, type Sender, success, TIME, TOKEN } from './vector.ts';

/** What a sender did. */
export interface Played {
  readonly requests: readonly Recorded[];
  readonly stats: Stats;
  readonly warnings: readonly string[];
  readonly retries: readonly ChannelMessages['hec:retry'][];
  readonly receipts: readonly (string | null)[];
}

export interface Play {
  readonly dialect: DialectName;
  readonly options?: HecOptions | undefined;
  readonly base?: string | undefined;
  give(hec: HecClient): void;
  respond(request: Recorded, before: number): Answer;
}

let names = 0;

/** Lets a client deliver to a recorder, and says what came over the socket and what the client made of the answers. */
export async function playSender({ dialect, options = {}, base = '', give, respond }: Play): Promise<Played> {
  const clock = createClock();
  await using recorder = await startRecorder(clock.now, respond);
  const name = `conformance-${names++}`;
  const warnings: string[] = [];
  const retries: Played['retries'][number][] = [];
  const receipts: (string | null)[] = [];
  const onRetry = (message: unknown): void => {
    const retry = message as ChannelMessages['hec:retry'];
    if (retry.destination === name) retries.push(retry);
  };
  const onDelivered = (message: unknown): void => {
    const delivered = message as ChannelMessages['hec:delivered'];
    if (delivered.destination === name) receipts.push(...(delivered.receipts ?? []));
  };
  subscribe('hec:retry', onRetry);
  subscribe('hec:delivered', onDelivered);
  const hec = createHecClient(
    {
      name,
      url: `${recorder.url}${base}`,
      token: TOKEN,
      dialect,
      host: HOST,
      proxy: 'none',
      reportGaps: false,
      ...options,
      // Any wait of the client's but that for a connection: this one must not be mistaken for it.
      ack: { pollMs: 5000, ...options.ack },
      request: { timeoutMs: REQUEST_MS, concurrency: 1, maxConnectionAgeMs: 0, ...options.request },
    },
    { env: {}, runtime: clock, onWarning: ({ code }) => void warnings.push(code) },
  );
  try {
    give(hec);
    await hec.flush({ timeoutMs: FLUSH_MS });
  } finally {
    await hec.close({ timeoutMs: 0 });
    unsubscribe('hec:retry', onRetry);
    unsubscribe('hec:delivered', onDelivered);
  }
  const stats = hec.stats();
  assert.equal(imbalance(stats.ledger), 0, 'the ledger balances');
  return { requests: recorder.requests, stats, warnings, retries, receipts };
}

/** Gives events as the vectors write them. */
export const giveAll =
  (events: readonly Given[]) =>
  (hec: HecClient): void => {
    for (const { event, ...metadata } of events) hec.send(event, { time: TIME, ...metadata });
  };

/** The answers in their order, then success; what acknowledgement asks about is always true. */
export const inOrder =
  (answers: readonly Answer[]) =>
  (request: Recorded, before: number): Answer => {
    if (!request.path.includes('/collector/ack')) return answers[before] ?? success;
    const { acks } = JSON.parse(request.body) as { acks: number[] };
    return { status: 200, body: { acks: Object.fromEntries(acks.map((id) => [id, true])) } };
  };

/** The first request is the one expected, byte for byte as far as it is written. */
export function expectRequest(sends: NonNullable<Sender['sends']>, request: Recorded | undefined): void {
  assert.ok(request !== undefined, 'a request was made');
  if (sends.path !== undefined) assert.equal(request.path, sends.path);
  for (const [name, value] of Object.entries(sends.headers ?? {})) {
    if (value instanceof RegExp) assert.match(request.headers[name] ?? '', value);
    else assert.equal(request.headers[name], value, name);
  }
  if (sends.body instanceof RegExp) assert.match(request.body, sends.body);
  else if (sends.body !== undefined) assert.equal(request.body, sends.body);
}

/** Every request is a POST with a length and a user agent (7.11-4, protocol 1.14). */
export function expectManners({ requests }: Played): void {
  for (const { method, headers, wireBytes } of requests) {
    assert.equal(method, 'POST');
    assert.match(headers['user-agent'] ?? '', /^hec-core\//);
    assert.equal(headers['content-length'], String(wireBytes));
    assert.equal(headers['transfer-encoding'], undefined);
  }
}

/** It made of the answers what is expected. */
export function expectOutcome(dialect: DialectName, does: NonNullable<Sender['does']>, played: Played): void {
  const { ledger } = played.stats;
  const { requests, retries } = played;
  if (does.delivered !== undefined) assert.equal(ledger.delivered.taken + ledger.delivered.acked, does.delivered);
  const { refused = 0, poison = 0 } = ledger.dropped;
  assert.equal(refused + poison, does.refused ?? 0, 'refused');
  if (does.requests !== undefined)
    assert.deepEqual(
      requests.filter(({ path }) => !path.includes('/ack')).map((request) => payloads(dialect, request)),
      does.requests,
    );
  if (does.counts !== undefined)
    assert.deepEqual(
      requests.map((request) => payloads(dialect, request).length),
      does.counts,
    );
  assert.equal(played.warnings.includes('endpoint-parked'), does.parks === true, 'parks');
  const [retry] = retries;
  assert.equal(
    retry && (retry.ambiguous ? 'ambiguous' : 'clean'),
    does.retries,
    `retries ${retry?.reason ?? 'nothing'}`,
  );
  if (does.waits !== undefined) {
    const waited = Number(requests[1]?.at) - Number(requests[0]?.at);
    const [atLeast, atMost] = does.waits;
    assert.ok(waited >= atLeast && waited <= atMost, `waited ${waited} ms, not ${atLeast} to ${atMost}`);
  }
  if (does.receipts !== undefined) assert.deepEqual(played.receipts, does.receipts);
}
