import { type HecServer, type HecServerOptions, startHecServer } from 'hec-server';
import { describe, expect, test } from 'vitest';
import { channel, goodHeaders, type Received, request, token } from '../support/request.ts';

const other = '99999999-2222-3333-4444-555555555555';
const withAck: HecServerOptions = { token, ack: { delayMs: 0 } };

function post(server: HecServer, body: string, on: string | undefined = channel, path = 'event'): Promise<Received> {
  const headers = { ...goodHeaders, ...(on === undefined ? {} : { 'x-splunk-request-channel': on }) };
  return request(`${server.url}/services/collector/${path}`, { headers, body });
}

async function poll(server: HecServer, ids: readonly number[], on: string = channel): Promise<unknown> {
  const { text } = await request(`${server.url}/services/collector/ack?channel=${on}`, {
    headers: goodHeaders,
    body: JSON.stringify({ acks: ids }),
  });
  return JSON.parse(text);
}

describe('protocol 7.3 acknowledgment', () => {
  test('A01 numbers the requests of a channel from 0', async () => {
    await using server = await startHecServer(withAck);
    expect(await post(server, '{"event":"a"}')).toMatchObject({ text: '{"text":"Success","code":0,"ackId":0}' });
    expect(await post(server, '{"event":"b"}')).toMatchObject({ text: '{"text":"Success","code":0,"ackId":1}' });
    expect(await post(server, '{"event":"c"}', other)).toMatchObject({ text: '{"text":"Success","code":0,"ackId":0}' });
    expect(await post(server, 'raw line', channel, 'raw')).toMatchObject({
      text: '{"text":"Success","code":0,"ackId":2}',
    });
  });

  test.each([
    ['A02', 'splunk', '{"text":"Data channel is missing","code":10}'],
    [
      'A03',
      'splunk-cloud',
      '{"text":"Data channel is missing. If you have multiple indexers, sticky session load balancers must be provisioned and client requests must be routed accordingly.","code":28}',
    ],
  ] as const)('%s asks for a channel as %s does', async (_, as, text) => {
    await using server = await startHecServer({ ...withAck, as });
    const headers = goodHeaders;
    const answer = await request(`${server.url}/services/collector/event`, { headers, body: '{"event":"a"}' });
    expect(answer).toMatchObject({ status: 400, text });
    expect(await server.events()).toEqual([]);
  });

  test('A04 refuses a channel that is no GUID', async () => {
    await using server = await startHecServer(withAck);
    const answer = await post(server, '{"event":"a"}', 'not-a-guid');
    expect(answer).toMatchObject({ status: 400, text: '{"text":"Invalid data channel","code":11}' });
  });

  test('A05, A06 and A07 tell `true` once, on the right channel, and `false` for what it does not know', async () => {
    await using server = await startHecServer(withAck);
    await post(server, '{"event":"a"}');
    expect(await poll(server, [0], other)).toEqual({ acks: { 0: false } });
    expect(await poll(server, [0, 1])).toEqual({ acks: { 0: true, 1: false } });
    expect(await poll(server, [0])).toEqual({ acks: { 0: false } });
    expect((await server.stats()).acks).toEqual({ issued: 1, reported: 1, pending: 0, channels: 2 });
  });

  test('A05 says `false` until the delay is over', async () => {
    await using server = await startHecServer({ token, ack: { delayMs: 60_000 } });
    await post(server, '{"event":"a"}');
    await server.set({ ack: { delayMs: 0 } });
    await post(server, '{"event":"b"}');
    expect(await poll(server, [0, 1])).toEqual({ acks: { 0: false, 1: true } });
  });

  test.each([undefined, channel])('A08 tells a token without ack before it asks for channel %s', async (on) => {
    await using server = await startHecServer({ token });
    const answer = await post(server, '{"acks":[0]}', on, 'ack');
    expect(answer).toMatchObject({ status: 400, text: '{"text":"ACK is disabled","code":14}' });
  });

  test('A09 gives the head of a partly accepted body an ack id', async () => {
    await using server = await startHecServer(withAck);
    const answer = await post(server, '{"event":"a"}\n{"event":"b",,}\n{"event":"c"}');
    const text = '{"text":"Invalid data format","code":6,"invalid-event-number":1,"ackId":0}';
    expect(answer).toMatchObject({ status: 400, text });
    expect(await poll(server, [0])).toEqual({ acks: { 0: true } });
  });

  test('A10 gives none where nothing was accepted', async () => {
    await using server = await startHecServer(withAck);
    const answer = await post(server, 'not json');
    expect(answer.text).toBe('{"text":"Invalid data format","code":6,"invalid-event-number":0}');
  });

  test('A11 refuses a full channel: 503 code 9, or 429 code 27 under back-pressure', async () => {
    await using server = await startHecServer({ token, ack: { delayMs: 0, maxPending: 2 } });
    await post(server, '{"event":"a"}');
    await post(server, '{"event":"b"}');
    expect(await post(server, '{"event":"c"}')).toMatchObject({
      status: 503,
      text: '{"text":"Server is busy","code":9}',
    });
    await server.set({ backpressure: true });
    expect(await post(server, '{"event":"c"}')).toMatchObject({
      status: 429,
      text: '{"text":"HEC ACK channel is at capacity and cannot process any more requests","code":27}',
    });
    await poll(server, [0, 1]);
    expect(await post(server, '{"event":"d"}')).toMatchObject({ status: 200 });
    expect((await server.events()).map(({ event }) => event)).toEqual(['a', 'b', 'd']);
  });

  test('S12 warns with code 25 from 80 % of a channel on', async () => {
    await using server = await startHecServer({ token, backpressure: true, ack: { maxPending: 5 } });
    const texts: string[] = [];
    for (let i = 0; i < 5; i++) texts.push((await post(server, '{"event":"a"}')).text);
    expect(texts.slice(0, 4).every((text) => text.includes('"code":0'))).toBe(true);
    expect(texts[4]).toBe('{"text":"HEC ACK is approaching its capacity limit","code":25,"ackId":4}');
  });

  test('A12 sets the channel as a cookie where one is configured', async () => {
    await using server = await startHecServer({ token, ack: { cookie: 'hec' } });
    expect((await post(server, '{"event":"a"}')).headers['set-cookie']).toEqual([`hec=${channel}`]);
    const { headers } = await post(server, '{"acks":[0]}', channel, 'ack');
    expect(headers['set-cookie']).toEqual([`hec=${channel}`]);
  });

  test('A13 takes a channel on a token without ack and gives no id', async () => {
    await using server = await startHecServer({ token });
    expect((await post(server, '{"event":"a"}')).text).toBe('{"text":"Success","code":0}');
  });
});
