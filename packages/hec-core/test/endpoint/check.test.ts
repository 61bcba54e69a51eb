import { describe, expect, it } from 'vitest';
import { createSplunk } from '../../src/dialect/splunk.ts';
import type { Dialect } from '../../src/dialect/types.ts';
import { adviceOn, describeAnswer } from '../../src/endpoint/advice.ts';
import { checkEndpoint, type Finding } from '../../src/endpoint/check.ts';
import type { HecOptions } from '../../src/options/types.ts';
import { freePort, type Received, startCollector } from './support/collector.ts';
import { endpointAt, settingsOf, TOKEN } from './support/endpoint.ts';

type Answer = readonly [status: number, body: string];
const HEALTHY: Answer = [200, '{"text":"HEC is healthy","code":17}'];
const NO_DATA: Answer = [400, '{"text":"No data","code":5}'];

const splunk = createSplunk();
const silent: Dialect = { ...splunk, name: 'falcon', paths: { event: '/services/collector' } };
const logscale: Dialect = {
  ...splunk,
  name: 'logscale',
  paths: { event: '/api/v1/ingest/hec', health: '/api/v1/status' },
};

async function check(
  answers: { readonly health?: Answer; readonly probe?: Answer; readonly ack?: Answer; readonly date?: string },
  {
    options = {},
    dialect = splunk,
    nowMs = Date.now(),
  }: { options?: HecOptions; dialect?: Dialect; nowMs?: number } = {},
): Promise<{ finding: Finding; requests: readonly Received[]; origin: string }> {
  const { url, requests } = await startCollector(({ method, url: target }, _, response) => {
    const which =
      method !== 'POST' ? answers.health : target.startsWith('/services/collector/ack') ? answers.ack : answers.probe;
    const [status, body] = which ?? [404, '{"text":"The requested URL was not found on this server.","code":404}'];
    if (answers.date !== undefined) response.setHeader('date', answers.date);
    response.writeHead(status).end(body);
  });
  const finding = await checkEndpoint(endpointAt(url, options, { dialect }), dialect, settingsOf(options), nowMs);
  return { finding, requests, origin: url.origin };
}

describe('checkEndpoint', () => {
  it('asks for health and then with an empty body whether the token is accepted (S13, S26)', async () => {
    const { finding, requests, origin } = await check({ health: HEALTHY, probe: NO_DATA });
    expect(finding).toEqual({ ok: true, message: `${origin} answers and accepts the token.`, status: 400, code: 5 });
    expect(requests.map(({ method, url, body }) => `${method} ${url} ${body.length}`)).toEqual([
      'GET /services/collector/health 0',
      'POST /services/collector/event 0',
    ]);
    expect(requests[1]?.headers).toMatchObject({
      authorization: `Splunk ${TOKEN}`,
      'content-length': '0',
      'x-splunk-request-channel': expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
    });
  });

  it('asks at the raw door when that is where events go', async () => {
    const { requests } = await check({ health: HEALTHY, probe: NO_DATA }, { options: { endpoint: 'raw' } });
    expect(requests[1]?.url).toBe('/services/collector/raw');
  });

  it.each<[string, Answer, number | undefined, RegExp]>([
    ['an unknown token (S22)', [403, '{"text":"Invalid token","code":4}'], 4, /does not know this token/],
    ['a disabled token (S23)', [403, '{"text":"Token disabled","code":1}'], 1, /Enable it/],
    ['no token (S20)', [401, '{"text":"Token is required","code":2}'], 2, /Set token/],
    ['a wrong scheme (S21)', [401, '{"text":"Invalid authorization","code":3}'], 3, /tokenPrefix/],
    ['no query tokens (S24)', [400, '{"text":"Query string authorization is not enabled","code":16}'], 16, /header/],
    ['a channel that is wanted (A02)', [400, '{"text":"Data channel is missing","code":10}'], 10, /ack\.enabled/],
    ['no such path (S39)', [404, '{"text":"The requested URL was not found on this server.","code":404}'], 404, /8088/],
    ['a firewall', [403, '<html>Forbidden</html>'], undefined, /firewall/],
    ['a login page', [302, ''], undefined, /redirects/],
  ])('reports %s with what to do', async (_, probe, code, advice) => {
    const { finding, origin } = await check({ health: HEALTHY, probe });
    expect(finding).toMatchObject({ ok: false, status: probe[0], code });
    expect(finding.message).toMatch(new RegExp(`^${origin} answered HTTP ${probe[0]}`));
    expect(finding.message).toMatch(advice);
  });

  it('reports a sick collector without asking on (S47)', async () => {
    const { finding, requests } = await check({
      health: [503, '{"text":"HEC is unhealthy, queues are full","code":18}'],
    });
    expect(finding).toMatchObject({ ok: false, status: 503, code: 18 });
    expect(finding.message).toContain('"HEC is unhealthy, queues are full"');
    expect(requests).toHaveLength(1);
  });

  it('goes by the token alone where there is no health page', async () => {
    expect((await check({ probe: NO_DATA })).finding).toMatchObject({ ok: true, code: 5 });
  });

  it('reports that nothing answers', async () => {
    const url = new URL(`http://127.0.0.1:${await freePort()}`);
    const finding = await checkEndpoint(endpointAt(url), splunk, settingsOf({}), 0);
    expect(finding).toMatchObject({ ok: false, status: undefined, code: undefined });
    expect(finding.message).toContain('Nothing listens');
  });

  it('reports a token without acknowledgement when it is asked for (A08)', async () => {
    const ack: Answer = [400, '{"text":"ACK is disabled","code":14}'];
    const options = { ack: { enabled: true } };
    const { finding, requests } = await check({ health: HEALTHY, probe: NO_DATA, ack }, { options });
    expect(finding).toMatchObject({ ok: false, code: 14 });
    expect(finding.message).toContain('Set ack.enabled to false');
    expect(requests[2]?.headers['x-splunk-request-channel']).toBe(requests[1]?.headers['x-splunk-request-channel']);
    const well = await check({ health: HEALTHY, probe: NO_DATA, ack: [200, '{"acks":{}}'] }, { options });
    expect(well.finding.ok).toBe(true);
  });

  it.each([
    [7200, '7200 s ahead of'],
    [-300, '300 s behind'],
  ])('mentions a clock that is %d s off', async (seconds, words) => {
    const date = new Date(1_700_000_000_000).toUTCString();
    const nowMs = 1_700_000_000_000 + seconds * 1000;
    const { finding } = await check({ health: HEALTHY, probe: NO_DATA, date }, { nowMs });
    expect(finding.ok).toBe(true);
    expect(finding.message).toContain(`this machine's clock is ${words} the collector's`);
  });

  it('says nothing of a clock that is about right', async () => {
    const date = new Date(1_700_000_000_000).toUTCString();
    const { finding } = await check({ health: HEALTHY, probe: NO_DATA, date }, { nowMs: 1_700_000_059_000 });
    expect(finding.message).not.toContain('clock');
  });
});

describe('checkEndpoint for a collector that has no question without side effects', () => {
  it('stores no event, and says what stayed open (C08)', async () => {
    const { finding, requests } = await check({ health: [405, ''] }, { dialect: silent });
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual(['OPTIONS /services/collector']);
    expect(finding).toMatchObject({ ok: true, status: 405 });
    expect(finding.message).toContain('Whether it accepts the token was not checked');
  });

  it('asks for its own health page where it has one', async () => {
    const { finding, requests } = await check({ health: [200, '{"status":"OK"}'] }, { dialect: logscale });
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /api/v1/status']);
    expect(finding.ok).toBe(true);
  });

  it('takes a missing health page for a wrong address', async () => {
    const { finding } = await check({ health: [404, ''] }, { dialect: logscale });
    expect(finding).toMatchObject({ ok: false, status: 404 });
  });

  it('believes a refusal all the same', async () => {
    const { finding } = await check({ health: [401, ''] }, { dialect: silent });
    expect(finding).toMatchObject({ ok: false, status: 401 });
    expect(finding.message).toContain('Check token, tokenPrefix and authHeader');
  });
});

describe('advice', () => {
  it.each([1, 2, 3, 4, 7, 9, 10, 11, 14, 16, 18, 19, 20, 21, 22, 23, 26, 27, 28])(
    'knows what to do about code %d',
    (code) => {
      const advice = adviceOn(400, code);
      expect(advice?.means.length).toBeGreaterThan(10);
      expect(advice?.todo).toMatch(/^[A-Z].*\.$/);
    },
  );

  it('goes by the status where the code says nothing', () => {
    expect(adviceOn(404, 404)?.todo).toContain('8088');
    expect(adviceOn(599, undefined)?.todo).toContain('held and sent again');
    expect(adviceOn(200, 0)).toBeUndefined();
    expect(adviceOn(418, undefined)).toBeUndefined();
  });

  it('is one line with status, code and text', () => {
    expect(describeAnswer(403, 1, 'Token disabled')).toBe(
      'HTTP 403, code 1, "Token disabled": the token is disabled. Enable it on the collector, or use another one.',
    );
    expect(describeAnswer(200, undefined, undefined)).toBe('HTTP 200');
  });
});
