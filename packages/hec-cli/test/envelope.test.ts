import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathWithMetadata, withMetadata } from '../src/envelope.ts';

describe('withMetadata', () => {
  it('replaces what there is, adds what there is not, and leaves every other byte alone', () => {
    const envelope =
      '{"time":1.000,"index":"old","event":{"index":"mine","n":1180591620717411303424,"n":2},"fields":{"a":"},{"}}';
    expect(withMetadata(envelope, { index: 'new', sourcetype: 's' })).toBe(
      '{"time":1.000,"index":"new","sourcetype":"s","event":{"index":"mine","n":1180591620717411303424,"n":2},"fields":{"a":"},{"}}',
    );
  });

  it('leaves JSON alone that is no HEC envelope', () => {
    expect(withMetadata('{"message":"x"}', { index: 'i' })).toBe('{"message":"x"}');
  });

  it('changes nothing else, whatever the event is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), (event, fields, index) => {
        const envelope = JSON.stringify({ time: 1, index: 'old', event, fields });
        expect(JSON.parse(withMetadata(envelope, { index }))).toEqual(
          JSON.parse(JSON.stringify({ time: 1, index, event, fields })),
        );
      }),
    );
  });
});

describe('pathWithMetadata', () => {
  it('sets parameters of the query', () => {
    expect(pathWithMetadata('/raw?index=old&source=a%20b', { index: 'new' })).toBe('/raw?index=new&source=a+b');
    expect(pathWithMetadata('/raw', { host: 'h' })).toBe('/raw?host=h');
    expect(pathWithMetadata('/raw', {})).toBe('/raw');
  });
});
