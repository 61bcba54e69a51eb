import { type PersonalityName, startHecServer } from 'hec-server';
import { expect, test } from 'vitest';
import { personalities } from '../../src/personality/index.ts';
import { request, token } from '../support/request.ts';

const fill = (text: string): string => text.replaceAll('TOKEN', token);

test.each(Object.keys(personalities) as PersonalityName[])(
  'the example on the page of %s is taken as it stands',
  async (as) => {
    await using server = await startHecServer({ token, as });
    const { path, headers, body } = personalities[as].example;
    const sent = Object.fromEntries(headers.map((header) => fill(header).split(': ', 2)));
    const answer = await request(`${server.url}${fill(path)}`, {
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...sent },
      body,
    });
    expect([answer.status, (await server.events()).length]).toEqual([as === 'datadog' ? 202 : 200, 1]);
  },
);
