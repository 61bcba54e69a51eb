import { startHecServer } from 'hec-server';
import { expect, test } from 'vitest';
import { goodHeaders, request, token } from '../support/request.ts';

const path = '/services/collector/event';

test('D04 makes metadata stick to the envelopes that follow and omit it', async () => {
  await using server = await startHecServer({ token, as: 'vector' });
  const body = '{"event":"a","host":"h1","time":5,"index":"i"}{"event":"b"}{"event":"c","host":"h2"}';
  await request(`${server.url}${path}`, { headers: goodHeaders, body });
  expect(await server.events()).toMatchObject([
    { event: 'a', host: 'h1', time: 5, index: 'i' },
    { event: 'b', host: 'h1', time: 5, index: 'i' },
    { event: 'c', host: 'h2', time: 5, index: 'i' },
  ]);
});

test('D09 guesses the unit of whole numbers and takes fractions for seconds', async () => {
  await using server = await startHecServer({ token, as: 'vector' });
  const times = ['1700000000', '1700000000123', '1700000000123.5', '"1700000000123456789"', '1700000000.25'];
  const body = times.map((time) => `{"event":"x","time":${time}}`).join('\n');
  await request(`${server.url}${path}`, { headers: goodHeaders, body });
  const taken = (await server.events()).map(({ time }) => time);
  expect(taken).toEqual([
    1_700_000_000, 1_700_000_000.123, 1_700_000_000_123.5, 1_700_000_000.123_456_7, 1_700_000_000.25,
  ]);
});

test('takes everything without a look at the header when no token is configured (protocol 1.17)', async () => {
  await using server = await startHecServer({ as: 'vector' });
  expect(await request(`${server.url}${path}`, { body: '{"event":"x"}' })).toMatchObject({ status: 200 });
});
