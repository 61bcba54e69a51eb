import assert from 'node:assert/strict';
import type { HecOptions } from 'hec-core';
import type { Check } from './checks.ts';
import { nastyEvents } from './nasty.ts';
import { payloads } from './payloads.ts';
import { expectManners, giveAll, type Played, playSender } from './play-sender.ts';
import { is, splunkRules } from './splunk-rules.ts';
import type { DialectName } from './vector.ts';

const EVENTS = 300;
const KEYS = new Set(['time', 'host', 'source', 'sourcetype', 'index', 'event', 'fields']);

interface Envelope {
  readonly event?: unknown;
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** Where a dialect's nasty events go, and with which options. */
const NASTY: Readonly<Record<DialectName, { readonly base?: string; readonly options?: HecOptions }>> = {
  splunk: {},
  falcon: { base: '/services/collector' },
  logscale: {},
  xsiam: { base: '/logs/v1/event' },
  sekoia: {},
  datadog: { base: '/api/v2/logs' },
  elastic: { base: '/logs' },
  sumo: { base: '/receiver/v1/http/T', options: { token: undefined as never } },
  generic: { base: '/in' },
};

const played = new Map<DialectName, Promise<Played>>();

/** Three hundred nasty events by one dialect; played once for all that looks at them. */
function nasty(dialect: DialectName): Promise<Played> {
  const { base, options } = NASTY[dialect];
  const play =
    played.get(dialect) ??
    playSender({ dialect, base, options, give: giveAll(nastyEvents(EVENTS)), respond: () => ({ status: 200 }) });
  played.set(dialect, play);
  return play;
}

const lines = ({ requests }: Played): string[] => requests.flatMap(({ body }) => body.split('\n'));

const envelopes = (['splunk', 'logscale'] as const).flatMap((dialect) => [
  is(dialect, '7.11-1', 'every line is one event and holds no key but the seven', 'measured', async () => {
    const all = lines(await nasty(dialect));
    assert.equal(all.length, EVENTS);
    for (const line of all) {
      const envelope = JSON.parse(line) as Envelope;
      assert.ok(envelope.event !== undefined);
      for (const key of Object.keys(envelope)) assert.ok(KEYS.has(key), key);
    }
  }),
  is(dialect, '7.11-2', 'a time has no exponent', 'third party', async () => {
    for (const line of lines(await nasty(dialect))) assert.match(line, /^\{"time":\d+(\.\d+)?,/);
  }),
  is(dialect, '7.11-3', 'fields are flat', 'measured', async () => {
    for (const line of lines(await nasty(dialect))) {
      for (const value of Object.values((JSON.parse(line) as Envelope).fields ?? {}))
        for (const one of [value].flat()) assert.ok(one === null || typeof one !== 'object', line);
    }
  }),
]);

const shapes: readonly Check[] = [
  is('falcon', 'shape', 'every line is an object of event and, if any, flat fields', 'code', async () => {
    const all = lines(await nasty('falcon'));
    assert.equal(all.length, EVENTS);
    for (const line of all) {
      const { event, fields = {}, ...more } = JSON.parse(line) as Envelope & { event: object };
      assert.deepEqual(more, {});
      assert.equal((event as { timeunit?: string }).timeunit, 'nanoseconds');
      assert.match(line, /"timestamp":\d+,"timeunit"/);
      for (const value of Object.values(fields)) assert.ok([value].flat().every((one) => typeof one !== 'object'));
    }
  }),
  ...(['xsiam', 'generic', 'sumo'] as const).map((dialect) =>
    is(dialect, 'shape', 'every line is one JSON value', 'documented', async () => {
      const all = lines(await nasty(dialect));
      assert.equal(all.length, EVENTS);
      for (const line of all) JSON.parse(line);
    }),
  ),
  ...(['datadog', 'elastic'] as const).map((dialect) =>
    is(dialect, 'shape', 'every body is one array of objects', 'documented', async () => {
      const { requests, stats } = await nasty(dialect);
      const all = requests.flatMap((request) => payloads(dialect, request));
      // Datadog's are turned away at the door when they are of 1970.
      assert.equal(all.length + (stats.ledger.dropped['too-old'] ?? 0), EVENTS);
      assert.ok(all.length > EVENTS / 2);
      for (const one of all) assert.equal(typeof one, 'object');
    }),
  ),
  is('sekoia', 'shape', 'every body is one array of texts', 'documented', async () => {
    const all = (await nasty('sekoia')).requests.flatMap((request) => payloads('sekoia', request));
    assert.equal(all.length, EVENTS);
    for (const one of all) assert.equal(typeof one, 'string');
  }),
];

const manners = (Object.keys(NASTY) as DialectName[]).map((dialect) =>
  is(dialect, '7.11-4', 'every request has a user agent and a length', 'documented', async () =>
    expectManners(await nasty(dialect)),
  ),
);

/** Section 7.11, and what holds for every body of the dialects that have no envelope. 7.11-8 is S11 and S12, 7.11-11 is S40 and S27. */
export const invariants: readonly Check[] = [...envelopes, ...shapes, ...manners, ...splunkRules];
