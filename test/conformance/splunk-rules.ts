import assert from 'node:assert/strict';
import type { Check, Side } from './checks.ts';
import { payloads } from './payloads.ts';
import { giveAll, inOrder, type Played, playSender } from './play-sender.ts';
import type { Recorded } from './recorder.ts';
import { type Answer, type DialectName, success, texts } from './vector.ts';

/** A check that no table of requests and answers holds. */
export const is = (
  speaker: DialectName,
  id: string,
  what: string,
  evidence: Check['evidence'],
  run: () => Promise<void>,
  side: Side = 'request',
): Check => ({ id, what, speaker, side, evidence, run });

const batch = Array.from({ length: 20 }, (_, i) => `event ${i}`);
const eventsOf = (request: Recorded): string[] => payloads('splunk', request) as string[];
const refusal = (status: number, code: number, number?: unknown): Answer => ({
  status,
  body: { text: 'no', code, ...(number === undefined ? {} : { 'invalid-event-number': number }) },
});

/** Sends the batch to a judge, and says which events were answered with success how often. */
async function judged(respond: (events: string[], before: number) => Answer): Promise<Played> {
  return playSender({
    dialect: 'splunk',
    give: giveAll(texts(...batch)),
    respond: (request, before) => respond(eventsOf(request), before),
  });
}

/** A collector that takes what stands before the first bad event, like Splunk; `shift` is code 7's. */
function strict(bad: ReadonlySet<string>, code: number, taken: string[], numbered: (at: number) => unknown) {
  return (events: string[]): Answer => {
    const at = events.findIndex((one) => bad.has(one));
    const number = at === -1 ? undefined : numbered(at);
    taken.push(...(at === -1 ? events : number === undefined ? [] : events.slice(0, at)));
    return at === -1 ? success : refusal(400, code, number);
  };
}

const ODD_BODIES = ['', 'null', '"text"', '<html>', '{', '[]', '{"code":"6"}', '{"invalid-event-number":-1}', '\u0000'];
const ODD_STATUSES = [200, 204, 302, 400, 401, 403, 404, 406, 413, 418, 429, 500, 502, 503];

/** Section 7.11, 5 to 12: what Splunk's answers mean, whatever they are. */
export const splunkRules: readonly Check[] = [
  ...[6, 12, 13, 15].map((code) =>
    is(
      'splunk',
      `7.11-5 code ${code}`,
      'wherever the bad events are: each good one arrives once, each bad one is refused',
      'measured',
      async () => {
        for (const bad of [[0], [19], [7], [0, 1, 2], [3, 11, 12, 19], batch.map((_, i) => i)]) {
          const names = new Set(bad.map((i) => `event ${i}`));
          const taken: string[] = [];
          const { stats } = await judged(strict(names, code, taken, (at) => at));
          assert.deepEqual(taken.toSorted(), batch.filter((one) => !names.has(one)).toSorted());
          assert.equal(stats.ledger.dropped.refused ?? 0, bad.length);
        }
      },
      'outcome',
    ),
  ),
  is(
    'splunk',
    '7.11-5 no number',
    'nothing was taken: narrowed down until the bad one is alone',
    'code',
    async () => {
      for (const bad of [0, 7, 19]) {
        const taken: string[] = [];
        const names = new Set([`event ${bad}`]);
        const { stats } = await judged(strict(names, 6, taken, () => undefined));
        assert.deepEqual(taken.toSorted(), batch.filter((one) => !names.has(one)).toSorted());
        assert.equal(stats.ledger.dropped.refused, 1);
      }
    },
    'outcome',
  ),
  is(
    'splunk',
    '7.11-6',
    'a busy one that took some goes on behind them',
    'third party',
    async () => {
      for (const at of [0, 1, 10, 19]) {
        const taken: string[] = [];
        const { stats } = await judged((events, before) => {
          taken.push(...(before === 0 ? events.slice(0, at) : events));
          return before === 0 ? refusal(503, 9, at) : success;
        });
        assert.deepEqual(taken, batch);
        assert.equal(stats.ledger.delivered.taken, batch.length);
      }
    },
    'outcome',
  ),
  is(
    'splunk',
    '7.11-7',
    'a number that can name no event is none',
    'U',
    async () => {
      for (const number of [-1, 1.5, 20, 1e9, '1', null, [1], {}]) {
        const bad = 'event 5';
        const { stats } = await judged((events) => (events.includes(bad) ? refusal(400, 6, number) : success));
        const { delivered, dropped } = stats.ledger;
        assert.deepEqual([delivered.taken, dropped.refused], [19, 1], JSON.stringify(number));
      }
    },
    'outcome',
  ),
  is(
    'splunk',
    '7.11-9',
    'no status and no body throws or unbalances',
    'code',
    async () => {
      for (const status of ODD_STATUSES) {
        const bodies = [...ODD_BODIES];
        const { stats } = await playSender({
          dialect: 'splunk',
          options: { batch: { maxEvents: 1 } },
          give: giveAll(texts(...bodies.map((_, i) => `event ${i}`))),
          respond: (_, before) => {
            const body = status === 204 ? '' : bodies[before];
            return before < bodies.length ? { status, ...(body === undefined ? {} : { body }) } : success;
          },
        });
        assert.equal(stats.ledger.entered.logged, bodies.length);
        assert.deepEqual(
          Object.keys(stats.ledger.dropped).filter((reason) => reason !== 'refused' && reason !== 'poison'),
          [],
        );
      }
    },
    'outcome',
  ),
  ...(
    [
      ['seconds', () => ({ 'retry-after': '7' }), 7000, 7500],
      [
        'a date',
        () => ({ date: new Date(0).toUTCString(), 'retry-after': new Date(42_000).toUTCString() }),
        42_000,
        42_500,
      ],
      ['an hour, capped', () => ({ 'retry-after': '3600' }), 180_000, 180_500],
    ] as const
  ).map(([what, headers, atLeast, atMost]) =>
    is(
      'splunk',
      `7.11-10 ${what}`,
      `Retry-After of ${what}`,
      'code',
      async () => {
        const { requests } = await judged((_, before) =>
          before === 0 ? { status: 503, headers: headers(), body: '' } : success,
        );
        const waited = Number(requests[1]?.at) - Number(requests[0]?.at);
        assert.ok(waited >= atLeast - 5 && waited <= atMost + 5000, `waited ${waited}`);
      },
      'outcome',
    ),
  ),
  is(
    'splunk',
    '7.11-12',
    'an acknowledgement is told once, and counts once',
    'documented',
    async () => {
      const asked: number[] = [];
      const respond = inOrder([{ status: 200, body: { text: 'Success', code: 0, ackId: 0 } }]);
      const { stats, requests } = await playSender({
        dialect: 'splunk',
        options: { ack: { enabled: true } },
        give: giveAll(texts('a')),
        respond: (request, before) => {
          if (!request.path.includes('/collector/ack')) return respond(request, before);
          asked.push(before);
          // Not yet, then yes, then, as of an id that was told already, no.
          return { status: 200, body: { acks: { 0: asked.length === 2 } } };
        },
      });
      assert.equal(stats.ledger.delivered.acked, 1);
      assert.equal(requests.filter(({ path }) => !path.includes('/ack')).length, 1);
      const [event, poll] = requests;
      assert.equal(poll?.path, `/services/collector/ack?channel=${event?.headers['x-splunk-request-channel']}`);
      assert.equal(poll?.body, '{"acks":[0]}');
      assert.equal(poll?.headers['authorization'], 'Splunk T');
    },
    'outcome',
  ),
  is(
    'splunk',
    'A12 cookie',
    'a cookie that ties the channel comes back on every later request',
    'documented',
    async () => {
      const { requests, stats } = await playSender({
        dialect: 'splunk',
        options: { ack: { enabled: true }, batch: { maxEvents: 1 } },
        give: giveAll(texts('a', 'b')),
        respond: (request, before) => {
          const channel = request.headers['x-splunk-request-channel'] ?? '';
          const answer = inOrder([
            { status: 200, body: { text: 'Success', code: 0, ackId: 0 } },
            { status: 200, body: { text: 'Success', code: 0, ackId: 1 } },
          ])(request, before);
          return { ...answer, headers: { 'set-cookie': `hec=${channel}` } };
        },
      });
      assert.equal(stats.ledger.delivered.acked + stats.ledger.delivered.taken, 2);
      assert.ok(requests.length > 2);
      for (const { headers } of requests.slice(1))
        assert.equal(headers['cookie'], `hec=${headers['x-splunk-request-channel']}`);
    },
    'outcome',
  ),
];
