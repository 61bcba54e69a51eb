import { describe, expect, it } from 'vitest';
import { addLedgers } from '../../src/custody/ledger.ts';
import { prometheusText } from '../../src/observe/prometheus.ts';
import { reportOf } from '../../src/observe/report.ts';
import { normalise } from '../../src/options/normalise.ts';
import type { HecOptions } from '../../src/options/types.ts';
import { fakeRuntime } from '../support/fake-runtime.ts';
import { arrived, clientOf, range, scene } from '../support/scene.ts';

describe('a client that is paused', () => {
  it('takes events, sends none, and says so until it is resumed', async () => {
    const { hec, server } = await scene();
    hec.pause();
    hec.send('held');
    expect(await hec.flush({ timeoutMs: 50 })).toMatchObject({ drained: false, held: 1 });
    expect(hec.status()).toMatchObject([{ state: 'paused', why: 'paused by the application' }]);
    expect(await server.requests()).toEqual([]);
    hec.resume();
    await server.waitForEvents(1);
    await hec.flush();
    expect(await arrived(server)).toEqual(['held']);
    expect(hec.status()).toMatchObject([{ state: 'connected', lastStatus: 200, lastCode: 0, lastText: 'Success' }]);
  });
});

describe('the status', () => {
  it('tells an endpoint that is gone from one that refuses', async () => {
    const refusing = await scene();
    expect(refusing.hec.status()).toMatchObject([{ state: 'idle', lastSuccessAt: undefined }]);
    await refusing.server.set({ token: 'other' });
    refusing.hec.send('a');
    await refusing.warned('endpoint-parked');
    expect(refusing.hec.status()).toMatchObject([{ state: 'parked', lastStatus: 403, lastCode: 4 }]);

    const gone = await scene();
    await gone.server.close();
    gone.hec.send('a');
    expect(await gone.warned('endpoint-failing')).toContain('Nothing listens on');
    const [status] = gone.hec.status();
    expect(status).toMatchObject({ state: 'disconnected' });
    expect(status?.lastError).toContain(gone.server.url);
  });
});

describe('the configuration', () => {
  it('shows every default and no token', async () => {
    const { hec } = await scene({ token: 'very-secret' });
    const shown = JSON.stringify(hec.config());
    expect(shown).toContain('"maxBytes":1000000');
    expect(shown).not.toContain('very-secret');
  });
});

describe('the heartbeat', () => {
  it('sends the ledger, the version and the hash of the configuration', async () => {
    const { hec, server } = await scene({ heartbeatMs: 1000 });
    hec.send('a');
    const events = await server.waitForEvents(2, { timeoutMs: 5_000 });
    expect(events[1]).toMatchObject({
      sourcetype: 'hec:stats',
      event: {
        version: expect.stringMatching(/^\d+\.\d+\.\d+/),
        config: expect.stringMatching(/^[0-9a-f]{12}$/),
        destinations: [{ name: 'splunk', ledger: { entered: { logged: 1 }, delivered: { taken: 1 } } }],
      },
    });
  });

  it('comes from a host that is over its limits, and to a destination that wants other events', async () => {
    const { server } = await scene();
    const runtime = fakeRuntime();
    const { hec } = clientOf(
      server.url,
      { heartbeatMs: 1000, limits: { eventsPerSecond: 1 }, match: { index: 'audit' }, reportGaps: false },
      runtime,
    );
    for (const index of ['audit', 'audit', 'other']) hec.send(index, { index });
    runtime.advance(1200);
    await hec.flush();
    const [event, beat] = await server.events();
    expect(event).toMatchObject({ event: 'audit', index: 'audit' });
    expect(beat).toMatchObject({
      sourcetype: 'hec:stats',
      event: { destinations: [{ ledger: { dropped: { 'rate-limited': 1 } } }] },
    });
    const { ledger, volume } = hec.stats();
    expect(ledger).toMatchObject({ entered: { logged: 3 }, delivered: { taken: 2 } });
    expect(volume).toContainEqual(expect.objectContaining({ sourcetype: 'hec:stats' }));
  });

  it('has one hash for hosts that are configured alike, whatever their names are', () => {
    expect(reportFrom('web-1')).toEqual(reportFrom('web-2'));
    expect(reportFrom('web-1')).not.toEqual(reportFrom('web-1', { index: 'main' }));
  });
});

describe('the metrics', () => {
  it('are what Prometheus scrapes', async () => {
    const { hec, server } = await scene();
    hec.send('a');
    await hec.flush();
    const text = prometheusText(hec.stats());
    expect(text).toContain('hec_events_delivered_total{destination="splunk",how="taken"} 1\n');
    expect(text).toContain(`hec_endpoint_open{destination="splunk",endpoint="${server.url}"} 1\n`);
    expect(text).toMatch(/^(?:# (?:HELP|TYPE) hec_\w+ .+\n|hec_\w+\{[^}]*\} -?[\d.e+]+\n)+$/);
  });
});

describe('the rate limit', () => {
  it('spreads requests over time, and delivers all of them', async () => {
    const { hec, server } = await scene({
      gzip: false,
      batch: { maxBytes: 1_000, lingerMs: 5 },
      request: { maxBytesPerSecond: 10_000 },
    });
    const started = performance.now();
    for (const i of range(40)) hec.send({ i, pad: 'x'.repeat(60) });
    await hec.flush();
    expect(await arrived(server)).toHaveLength(40);
    const bytes = (await server.requests()).reduce((sum, request) => sum + request.bytes, 0);
    // The first request starts at once; those behind it wait until their turn.
    expect(performance.now() - started).toBeGreaterThan(((bytes - 1_000) / 10_000) * 1000 - 50);
  });
});

/** What a heartbeat of this host says beside its ledger. */
function reportFrom(name: string, options: HecOptions = {}): unknown {
  const settings = normalise({ url: 'https://h:8088', token: 'T', ...options }, {}, name);
  return reportOf({ ledger: addLedgers([]), heldBytes: 0, volume: [], destinations: [] }, settings);
}
