import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { configure } from '../../src/config.ts';
import { createAckBook } from '../../src/hec/acks.ts';
import { personalities } from '../../src/personality/index.ts';
import type { PersonalityName } from '../../src/personality/types.ts';

const paths = [
  '/services/collector',
  '/services/collector/event',
  '/services/collector/raw',
  '/services/collector/ack',
  '/services/collector/health',
  '/services/collectorconstructor',
  '/__proto__',
  '/api/v1/ingest/hec',
  '/api/v1/ingest/humio-structured',
  '/api/v1/ingest/humio-unstructured',
  '/api/v1/ingest/json',
  '/logs/v1/event',
  '/plain',
  '/plain/batch',
  '/jsons',
  '/batch',
  '/array',
  '/',
  '/api/v2/logs',
  '/receiver/v1/http/%zz',
];

const scrap = fc.constantFrom(
  '{"event":"a"}',
  '[',
  ']',
  '{"event":',
  'null',
  '1e9',
  '"x"',
  '{}',
  '\n',
  '{"acks":[0]}',
  ',',
  '}',
);
const structured = fc.constantFrom(
  '[{"tags":null,"events":[{"timestamp":1}]}]',
  '[{"events":[null]}]',
  '{"intake_key":"t","json":"x"}',
  '{"intake_key":"t","jsons":["x"]}',
  '[{"intake_key":"t","json":"x","timestamp":{}}]',
  '{"data":null,"collector_ms":1}',
  '{"event":"x","time":{},"host":1,"fields":[null]}',
  '{"event":"x","fields":{"a":[[1]],"metric_name:x":1}}',
);
const body = fc.oneof(
  fc.array(scrap).map((all) => all.join('')),
  structured,
  fc.json(),
  fc.uint8Array().map((all) => Buffer.from(all).toString('latin1')),
);
const headers = fc.record(
  {
    authorization: fc.constantFrom('Splunk t', 'Bearer t', 't', 'Basic dDp0', 'Basic ?', '', 'Token'),
    'content-type': fc.constantFrom('application/json', 'text/plain', ''),
    'content-encoding': fc.constantFrom('gzip', 'deflate', 'br', ''),
    'x-splunk-request-channel': fc.constantFrom('11111111-2222-3333-4444-555555555555', 'no'),
    'x-sekoiaio-intake-key': fc.constant('t'),
    'x-sekoiaio-event-timestamp': fc.constantFrom('x', '-1', '1e400', ''),
    'dd-api-key': fc.constant('t'),
    'x-sumo-fields': fc.constantFrom('a', '=', ',,', 'a=b'),
  },
  { requiredKeys: [] },
);
const query = fc.constantFrom(
  '',
  'token=t',
  'intake_key=t&path=$.a..b',
  'channel=&time=x&host=h',
  'path=$.__proto__.x',
);

describe.each(Object.keys(personalities) as PersonalityName[])('%s', (as) => {
  test('answers whatever comes, with a status and with whole events', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('POST', 'GET', 'PUT', 'OPTIONS'),
        fc.constantFrom(...paths),
        query,
        headers,
        body,
        fc.boolean(),
        (method, path, search, sent, text, ack) => {
          const call = {
            method,
            path,
            query: new URLSearchParams(search),
            headers: sent,
            body: Buffer.from(text),
            overflow: false,
          };
          const house = { config: configure({ as, token: 't', ack }), acks: createAckBook(() => 0) };
          const answer = personalities[as].answer(call, house);
          expect(answer.status).toBeGreaterThanOrEqual(200);
          expect(answer.status).toBeLessThan(600);
          for (const event of answer.taken ?? []) {
            expect(typeof event.raw).toBe('string');
            expect(event.event).not.toBe(undefined);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
