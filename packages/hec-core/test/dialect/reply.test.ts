import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readReply } from '../../src/dialect/reply.ts';

const read = (body: string): ReturnType<typeof readReply> => readReply({ status: 400, headers: {}, body });

describe('readReply', () => {
  it.each([
    ['a HEC body', '{"text":"Success","code":0,"ackId":3}', { form: 'object', code: 0, text: 'Success', ackId: 3 }],
    ['a JSON string (D21)', '"not today"', { form: 'text', text: 'not today' }],
    ['HTML with a title (S37)', '<!doctype html><TITLE>415 no</TITLE><p>x', { form: 'html', text: '415 no' }],
    [
      'HTML with a heading (D44)',
      '<html><h1>502 Bad Gateway</h1><p>nginx</html>',
      { form: 'html', text: '502 Bad Gateway' },
    ],
    ['HTML with neither', '<html><p>busy <b>now</b></html>', { form: 'html', text: 'busy now' }],
    [
      'plain text (D13)',
      "error: header 'Content-Type' is not set",
      { form: 'text', text: "error: header 'Content-Type' is not set" },
    ],
    ['nothing (D07)', ' \r\n', { form: 'empty', text: undefined }],
    ['an error of XSIAM (X04)', '{"error":"Failed to validate"}', { form: 'object', text: 'Failed to validate' }],
    ['other JSON', '{"errors":["x"]}', { form: 'object', code: undefined, text: '{"errors":["x"]}' }],
    ['JSON that is cut off', '{"text":"Succ', { form: 'text', code: undefined }],
    ['a code that is no number', '{"code":"6"}', { code: undefined }],
    ['a number', '12', { form: 'text', code: undefined, text: '12' }],
  ])('reads %s', (_, body, expected) => {
    expect(read(body)).toMatchObject(expected);
  });

  it('never throws, and gives one short line, for any body (7.11-9)', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.constant(`<${'<'.repeat(60_000)}`)), (body) => {
        const { text = '', eventNumber = 0, ackId = 0 } = read(body);
        expect(text).not.toMatch(/\p{Cc}/u);
        expect(text.length).toBeLessThanOrEqual(301);
        expect(Number.isSafeInteger(eventNumber) && Number.isSafeInteger(ackId)).toBe(true);
      }),
    );
  });
});
