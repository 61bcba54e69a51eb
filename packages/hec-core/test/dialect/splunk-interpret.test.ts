import { describe, expect, it } from 'vitest';
import { createSplunk } from '../../src/dialect/splunk.ts';
import type { HecResponse } from '../../src/dialect/types.ts';
import { meaning, table } from './table.ts';

const splunk = createSplunk();

const ACCEPTED = table(`
S01 one event                       | 200 | events=1            | {"text":"Success","code":0} | deliver 1
S02 glued objects                   | 200 | events=2            | {"text":"Success","code":0} | deliver 2
S03 lines                           | 200 | events=2            | {"text":"Success","code":0} | deliver 2
S04 an array                        | 200 | events=2            | {"text":"Success","code":0} | deliver 2
S05 all keys                        | 200 | events=1            | {"text":"Success","code":0} | deliver 1
S06 the other paths                 | 200 | events=1            | {"text":"Success","code":0} | deliver 1
S07 gzip                            | 200 | events=2 bytes=9000 | {"text":"Success","code":0} | deliver 2
S08 Basic                           | 200 |                     | {"text":"Success","code":0} | deliver 3
S09 raw                             | 200 | events=2 raw        | {"text":"Success","code":0} | deliver 2
S10 a metric                        | 200 | events=1            | {"text":"Success","code":0} | deliver 1
S11 the queue is nearly full        | 200 |                     | {"text":"HEC queue is approaching its capacity limit","code":24} | deliver 3, slow down
S12 acknowledgement is nearly full  | 200 |                     | {"text":"HEC ACK is approaching its capacity limit","code":25} | deliver 3, slow down
S12 the same, with an ackId         | 200 |                     | {"text":"HEC ACK is approaching its capacity limit","code":25,"ackId":4} | deliver 3 [ack 4], slow down
S13 health                          | 200 |                     | {"text":"HEC is healthy","code":17} | deliver 3
S14 OPTIONS                         | 200 |                     |                             | deliver 3
S48 an unknown key, silently lost   | 200 | events=2            | {"text":"Success","code":0} | deliver 2
`);

const REFUSED = table(`
S20 no token                        | 401 |            | {"text":"Token is required","code":2}                          | park 3 [code 2]
S21 wrong scheme                    | 401 |            | {"text":"Invalid authorization","code":3}                      | park 3 [code 3]
S22 wrong token                     | 403 |            | {"text":"Invalid token","code":4}                              | park 3 [code 4]
S23 disabled token                  | 403 |            | {"text":"Token disabled","code":1}                             | park 3 [code 1]
S24 token in the query, feature off | 400 |            | {"text":"Query string authorization is not enabled","code":16} | park 3 [code 16]
S25 wrong token in the query        | 403 |            | {"text":"Invalid token","code":4}                              | park 3 [code 4]
S26 no data                         | 400 |            | {"text":"No data","code":5}                                    | halve 3 [code 5]
S26 no data, one event              | 400 | events=1   | {"text":"No data","code":5}                                    | refuse 1 [code 5]
S27 no JSON                         | 400 | events=1   | {"text":"Invalid data format","code":6,"invalid-event-number":0} | refuse 1 [code 6]
S28 the second of three             | 400 |            | {"text":"Invalid data format","code":6,"invalid-event-number":1} | deliver 1, refuse 1 [code 6], again 1
S28 the first of three              | 400 |            | {"text":"Invalid data format","code":6,"invalid-event-number":0} | refuse 1 [code 6], again 2
S28 the last of three               | 400 |            | {"text":"Invalid data format","code":6,"invalid-event-number":2} | deliver 2, refuse 1 [code 6]
S29 blank                           | 400 |            | {"text":"Event field cannot be blank","code":13,"invalid-event-number":1} | deliver 1, refuse 1 [code 13], again 1
S30 no event                        | 400 |            | {"text":"Event field is required","code":12,"invalid-event-number":1} | deliver 1, refuse 1 [code 12], again 1
S31 nested fields                   | 400 |            | {"text":"Error in handling indexed fields","code":15,"invalid-event-number":1} | deliver 1, refuse 1 [code 15], again 1
S32 wrong index, one too high       | 400 | own-index  | {"text":"Incorrect index","code":7,"invalid-event-number":2} | deliver 1, refuse 2 [code 7]
S32 wrong default index             | 400 |            | {"text":"Incorrect index","code":7,"invalid-event-number":1} | park 3 [code 7]
S32 wrong default index, later      | 400 |            | {"text":"Incorrect index","code":7,"invalid-event-number":2} | deliver 1, park 2 [code 7]
S33 wrong index, one event          | 400 | events=1 own-index | {"text":"Incorrect index","code":7,"invalid-event-number":1} | refuse 1 [code 7]
S34 a time that is none             | 400 | events=1   | {"text":"Error in handling indexed fields","code":15,"invalid-event-number":0} | refuse 1 [code 15]
S35 a time with an exponent         | 400 | events=1   | {"text":"Error in handling indexed fields","code":15,"invalid-event-number":0} | refuse 1 [code 15]
S36 a blank event                   | 400 | events=1   | {"text":"Event field cannot be blank","code":13,"invalid-event-number":0} | refuse 1 [code 13]
S37 deflate, HTML body              | 415 |            | <!doctype html><title>415 Unsupported Media Type</title>       | park 3 [415]
S38 GET                             | 405 |            | {"text":"The requested URL was not found on this server.","code":404} | park 3 [405]
S39 wrong path                      | 404 |            | {"text":"The requested URL was not found on this server.","code":404} | park 3 [404]
S40 over the cap of Splunk Cloud    | 400 | bytes=6000000          | {"text":"Invalid data format","code":6,"invalid-event-number":0} | halve 3 [too large]
S40 one event over the cap          | 400 | events=1 bytes=6000000 | {"text":"Invalid data format","code":6,"invalid-event-number":0} | refuse 1 [code 6]
S40 small, and the first is bad     | 400 | bytes=1000000          | {"text":"Invalid data format","code":6,"invalid-event-number":0} | refuse 1 [code 6], again 2
S40 large, and the second is bad    | 400 | bytes=6000000          | {"text":"Invalid data format","code":6,"invalid-event-number":1} | deliver 1, refuse 1 [code 6], again 1
S40 large, but another code         | 400 | bytes=6000000          | {"text":"Event field is required","code":12,"invalid-event-number":0} | refuse 1 [code 12], again 2
S41 over max_content_length         | 413 |            | <html><h1>413 Content Too Large</h1></html>                    | halve 3 [too large]
S41 one event over the length       | 413 | events=1   |                                                                | refuse 1 [413]
S42 busy                            | 503 |            | {"text":"Server is busy","code":9}                             | retry 3 [clean]
S43 busy from the eleventh on       | 503 | events=12  | {"text":"Server is busy","code":9,"invalid-event-number":10}   | deliver 10, retry 2 [clean]
S43 busy from the first on, SCK-555 | 503 |            | {"text":"Server is busy","code":9,"invalid-event-number":0}    | retry 3 [clean]
S44 shutting down                   | 503 |            | {"text":"Server is shutting down","code":23}                   | retry 3 [clean]
S45 queue full                      | 429 |            | {"text":"HEC queue is at capacity and cannot process any more requests","code":26} | retry 3 [clean]
S46 internal error                  | 500 |            | {"text":"Internal server error","code":8}                      | retry 3 [ambiguous]
S47 unhealthy                       | 503 |            | {"text":"HEC is unhealthy, queues are full","code":18}         | retry 3 [clean]
`);

const ACKNOWLEDGED = table(`
A01 taken, to be acknowledged       | 200 |            | {"text":"Success","code":0,"ackId":0}                          | deliver 3 [ack 0]
A02 channel missing, Enterprise     | 400 |            | {"text":"Data channel is missing","code":10}                   | park 3 [code 10]
A03 channel missing, Cloud          | 400 |            | {"text":"Data channel is missing. If you have multiple indexers, …","code":28} | park 3 [code 28]
A04 the channel is no GUID          | 400 |            | {"text":"Invalid data channel","code":11}                      | park 3 [code 11]
A05 A06 A07 an answer to a poll     | 200 |            | {"acks":{"0":true,"1":false}}                                  | deliver 3
A08 no acknowledgement              | 400 |            | {"text":"ACK is disabled","code":14}                           | park 3 [code 14]
A09 the head is to be acknowledged  | 400 |            | {"text":"Invalid data format","code":6,"invalid-event-number":1,"ackId":0} | deliver 1 [ack 0], refuse 1 [code 6], again 1
A09 with the spelling of prose      | 400 |            | {"text":"Invalid data format","code":6,"invalid-event-number":1,"ackID":7} | deliver 1 [ack 7], refuse 1 [code 6], again 1
A09 an index of its own             | 400 | own-index  | {"text":"Incorrect index","code":7,"invalid-event-number":2,"ackId":5} | deliver 1 [ack 5], refuse 2 [code 7]
A09 busy after the head             | 503 |            | {"text":"Server is busy","code":9,"invalid-event-number":2,"ackId":6} | deliver 2 [ack 6], retry 1 [clean]
A10 no head, no ackId               | 400 |            | {"text":"Invalid data format","code":6,"invalid-event-number":0} | refuse 1 [code 6], again 2
A11 the channel is full             | 429 |            | {"text":"HEC ACK channel is at capacity and cannot process any more requests","code":27} | retry 3 [clean]
A12 with a cookie                   | 200 |            | {"text":"Success","code":0,"ackId":3}                          | deliver 3 [ack 3]
A13 a channel, no acknowledgement   | 200 |            | {"text":"Success","code":0}                                    | deliver 3
`);

const OTHERS = table(`
D01 Vector, wrong token             | 401 |            | {"text":"Invalid authorization","code":3}                      | park 3 [code 3]
D02 Vector, no event                | 400 |            | {"text":"Event field is required","code":12,"invalid-event-number":0} | refuse 1 [code 12], again 2
D03 Vector, a number as event       | 400 | events=1   | {"text":"Invalid data format","code":6}                        | refuse 1 [code 6]
D04 D09 D10 Vector, Fluent Bit      | 200 |            | {"text":"Success","code":200}                                  | deliver 3
D05 Vector, raw without channel     | 400 | raw        | {"text":"Data channel is missing","code":10}                   | park 3 [code 10]
D06 Vector, acks off                | 400 |            | {"text":"Ack is disabled","code":14}                           | park 3 [code 14]
D07 Vector, draining                | 503 |            |                                                                | retry 3 [ambiguous]
D08 Vector, a bad event             | 400 |            | {"text":"Invalid data format","code":6,"invalid-event-number":1} | deliver 1, refuse 1 [code 6], again 1
D11 Fluent Bit, busy                | 503 |            | {"text":"Server overloaded","code":9}                          | retry 3 [clean]
D12 Fluent Bit, a bad event         | 400 |            | {"text":"Invalid data format","code":6}                        | halve 3 [code 6]
D12 Fluent Bit, a bad event alone   | 400 | events=1   | {"text":"Invalid data format","code":6}                        | refuse 1 [code 6]
D13 D14 Fluent Bit, plain text      | 400 |            | error: header 'Content-Type' is not set                        | halve 3 [400]
D20 OTel Collector                  | 200 |            | {"text": "Success", "code": 0}                                 | deliver 3
D21 OTel Collector, JSON string     | 415 |            | "\\"Content-Encoding\\" must be \\"gzip\\" or empty"           | park 3 [415]
D22 OTel Collector, nested fields   | 400 |            | {"text":"Error in handling indexed fields","code":15,"invalid-event-number":1} | deliver 1, refuse 1 [code 15], again 1
D23 OTel Collector of 2020          | 202 |            | "OK"                                                           | deliver 3
D30 VictoriaLogs, the tail is lost  | 200 |            | {"text":"Success","code":0}                                    | deliver 3
D31 VictoriaLogs, no such route     | 404 |            | unsupported path requested                                     | park 3 [404]
D32 VictoriaLogs                    | 200 |            |                                                                | deliver 3
D40 Axiom                           | 200 |            | {"text":"ok","code":17}                                        | deliver 3
D41 D42 OpenObserve, old route      | 400 |            | {"code":400,"message":"invalid format"}                        | halve 3 [400]
D43 Cribl, overloaded               | 503 |            |                                                                | retry 3 [ambiguous]
D44 a proxy, 502                    | 502 |            | <html><h1>502 Bad Gateway</h1></html>                          | retry 3 [ambiguous]
D44 a proxy, 504                    | 504 |            |                                                                | retry 3 [ambiguous]
`);

const BY_STATUS = table(`
1.12 408                            | 408 |            |                                                                | retry 3 [ambiguous]
1.12 429 without a body             | 429 |            |                                                                | retry 3 [clean]
1.12 501                            | 501 |            |                                                                | park 3 [501]
1.12 520 of a CDN                   | 520 |            | <html></html>                                                  | retry 3 [ambiguous]
1.12 425                            | 425 |            |                                                                | retry 3 [clean]
a redirect                          | 302 |            |                                                                | park 3 [302]
a firewall, 403 HTML                | 403 |            | <html><title>Request blocked</title></html>                    | retry 3 [clean, blocked]
a firewall, 401 without a body      | 401 |            |                                                                | retry 3 [clean, blocked]
a firewall, 406 JSON but no code    | 406 |            | {"message":"Forbidden"}                                        | retry 3 [clean, blocked]
an unknown HEC code with 403        | 403 |            | {"text":"New in Splunk 12","code":99}                          | park 3 [403]
an unknown HEC code with 400        | 400 |            | {"text":"New in Splunk 12","code":99}                          | halve 3 [400]
an unknown 400, one event           | 400 | events=1   |                                                                | refuse 1 [400]
204 without a body                  | 204 |            |                                                                | deliver 3
200 with HTML                       | 200 |            | <html><title>Welcome</title></html>                            | deliver 3
`);

const ABSURD = table(`
7.11-7 beyond the batch             | 400 |            | {"code":6,"invalid-event-number":3}                            | halve 3 [code 6]
7.11-7 far beyond the batch         | 400 |            | {"code":6,"invalid-event-number":4000000000}                   | halve 3 [code 6]
7.11-7 negative                     | 400 |            | {"code":6,"invalid-event-number":-1}                           | halve 3 [code 6]
7.11-7 not whole                    | 400 |            | {"code":6,"invalid-event-number":1.5}                          | halve 3 [code 6]
7.11-7 text                         | 400 |            | {"code":6,"invalid-event-number":"1"}                          | halve 3 [code 6]
7.11-7 null                         | 400 |            | {"code":6,"invalid-event-number":null}                         | halve 3 [code 6]
7.11-7 beyond what is exact         | 400 |            | {"code":6,"invalid-event-number":9007199254740993}             | halve 3 [code 6]
7.11-7 code 7, before the first     | 400 | own-index  | {"code":7,"invalid-event-number":0}                            | refuse 3 [code 7]
7.11-7 code 7, beyond the batch     | 400 | own-index  | {"code":7,"invalid-event-number":4}                            | refuse 3 [code 7]
7.11-5 code 7, the last             | 400 | own-index  | {"code":7,"invalid-event-number":3}                            | deliver 2, refuse 1 [code 7]
7.11-5 code 7 without number        | 400 | own-index  | {"code":7}                                                     | refuse 3 [code 7]
7.11-5 code 7, default index        | 400 |            | {"code":7}                                                     | park 3 [code 7]
7.11-6 busy beyond the batch        | 503 |            | {"code":9,"invalid-event-number":3}                            | retry 3 [clean]
1.7 Splunk breaks raw text itself   | 400 | raw        | {"code":6,"invalid-event-number":1}                            | halve 3 [code 6]
1.7 busy with raw text              | 503 | raw        | {"code":9,"invalid-event-number":1}                            | retry 3 [clean]
7.11-9 a body cut off               | 400 |            | {"text":"Invalid data format","code":6,"inval                  | halve 3 [400]
7.11-9 an array                     | 400 |            | [1,2]                                                          | halve 3 [400]
7.11-9 null                         | 400 |            | null                                                           | halve 3 [400]
`);

describe.each([
  ['accepted (7.1)', ACCEPTED],
  ['rejected (7.2)', REFUSED],
  ['acknowledgement (7.3)', ACKNOWLEDGED],
  ['other receivers (7.4)', OTHERS],
  ['by status alone (1.12)', BY_STATUS],
  ['numbers and bodies that cannot be (7.11)', ABSURD],
])('Splunk answers: %s', (_, rows) => {
  it.each(rows)('$id: $means', (row) => {
    expect(meaning(splunk, row)).toBe(row.means);
  });
});

describe('Splunk answers: all rows', () => {
  it.each([
    ['S', 1, 14, ACCEPTED],
    ['S', 20, 47, REFUSED],
    ['A', 1, 13, ACKNOWLEDGED],
  ])('has the rows %s%i to %i of the protocol', (letter, from, to, rows) => {
    const ids = rows.map((row) => row.id).join(' ');
    for (let row = from; row <= to; row += 1) expect(ids).toContain(`${letter}${String(row).padStart(2, '0')}`);
  });
});

describe('Splunk answers: waiting', () => {
  it.each<[string, HecResponse['headers'], number | undefined]>([
    ['seconds', { 'retry-after': '7' }, 7000],
    [
      'a date, measured from the date of the answer',
      { 'retry-after': 'Fri, 20 Nov 2026 12:01:30 GMT', date: 'Fri, 20 Nov 2026 12:00:00 GMT' },
      90_000,
    ],
    ['no date without one to measure from', { 'retry-after': 'Fri, 20 Nov 2026 12:01:30 GMT' }, undefined],
    ['no words', { 'retry-after': 'soon' }, undefined],
    ['nothing', {}, undefined],
  ])('takes %s from Retry-After (7.11-10)', (_, headers, afterMs) => {
    const wait = afterMs === undefined ? {} : { afterMs };
    for (const [status, body, reason, ambiguous] of [
      [429, '', 'http-429', false],
      [503, '', 'http-503', true],
      [503, '{"code":9}', 'busy', false],
      [500, '', 'http-500', true],
    ] as const) {
      const { runs } = splunk.interpret({ status, headers, body }, { events: 1, bytes: 9, kind: 'event' });
      expect(runs).toEqual([{ events: 1, fate: { do: 'retry', reason, ambiguous, ...wait } }]);
    }
  });

  it('passes code and text on, on one line and shortened', () => {
    const body = JSON.stringify({ text: `Server\nis \u001b[31mbusy${'!'.repeat(1000)}`, code: 9 });
    const outcome = splunk.interpret({ status: 503, headers: {}, body }, { events: 1, bytes: 9, kind: 'event' });
    expect(outcome.code).toBe(9);
    expect(outcome.text).toMatch(/^Server is \[31mbusy!{100,300}…$/);
  });
});
