import { describe, expect, it } from 'vitest';
import type { HecError } from '../../src/errors.ts';
import { nearest } from '../../src/options/nearest.ts';
import { normalise } from '../../src/options/normalise.ts';
import type { HecOptions } from '../../src/options/types.ts';

function messageFor(options: unknown): string {
  try {
    normalise(options as HecOptions, {}, 'box');
    return 'taken';
  } catch (error) {
    return (error as HecError).message;
  }
}

describe('an unknown option', () => {
  it.each([
    ['wrong case', { batch: { maxbytes: 1 } }, 'Unknown option `batch.maxbytes`: did you mean `batch.maxBytes`?'],
    ['snake case', { batch: { max_bytes: 1 } }, 'Unknown option `batch.max_bytes`: did you mean `batch.maxBytes`?'],
    [
      'a slip',
      { request: { conurrency: 1 } },
      'Unknown option `request.conurrency`: did you mean `request.concurrency`?',
    ],
    ['swapped letters', { tokne: 'a' }, 'Unknown option `tokne`: did you mean `token`?'],
    ['no unit', { batch: { linger: 1 } }, 'Unknown option `batch.linger`: did you mean `batch.lingerMs`?'],
    ['no group', { lingerMs: 1 }, 'Unknown option `lingerMs`: did you mean `batch.lingerMs`?'],
    ['the group in the name', { batchMaxBytes: 1 }, 'Unknown option `batchMaxBytes`: did you mean `batch.maxBytes`?'],
    ['another group', { queue: { lingerMs: 1 } }, 'Unknown option `queue.lingerMs`: did you mean `batch.lingerMs`?'],
    [
      'two groups',
      { timeoutMs: 1 },
      'Unknown option `timeoutMs`: did you mean `request.timeoutMs` or `ack.timeoutMs`?',
    ],
    ['a group', { deadletter: 'a' }, 'Unknown option `deadletter`: did you mean `deadLetter`?'],
    ['the client, misspelt', { destination: [] }, 'Unknown option `destination`: did you mean `destinations`?'],
    [
      'a dotted name',
      { 'batch.maxBytes': 1 },
      'Unknown option `batch.maxBytes`: a dot is no way into a group, write `batch: { maxBytes: … }`',
    ],
    ['nothing near', { colour: 'red' }, 'Unknown option `colour`'],
    ['nothing near, long', { ['x'.repeat(99)]: 1 }, `Unknown option \`${'x'.repeat(60)}…\``],
    ['a name of every object', { constructor: 1 }, 'Unknown option `constructor`'],
    ['a prototype', JSON.parse('{"__proto__":{"url":"https://a.example"}}') as unknown, 'Unknown option `__proto__`'],
    [
      'a destination',
      { destinations: [{ tokne: 'a' }] },
      'Unknown option `destinations[0].tokne`: did you mean `token`?',
    ],
  ])('is answered with the nearest name: %s', (_, options, message) => {
    expect(messageFor(options)).toBe(message);
  });

  it('is not guessed at from a single letter', () => {
    expect(nearest('a', ['ca', 'ab'])).toEqual([]);
  });

  it('is not guessed at when more than a third of it differs', () => {
    expect(nearest('abcdef', ['abcxyz'])).toEqual([]);
    expect(nearest('abcdef', ['abcdxy'])).toEqual(['abcdxy']);
  });
});

describe('a name of another library', () => {
  it.each([
    [{ batchInterval: 1 }, 'splunk-logging', 'that is `batch.lingerMs`'],
    [{ maxBatchCount: 1 }, 'splunk-logging', 'that is `batch.maxEvents`'],
    [{ maxBatchSize: 1 }, 'splunk-logging', 'that is `batch.maxBytes`'],
    [{ maxRetries: 1 }, 'splunk-logging', 'that is `retry.maxAttempts`, where 0 never gives up'],
    [{ port: 8088 }, 'splunk-logging', 'that is part of `url`'],
    [{ baseUrl: 'https://a.example' }, 'pino-splunk', 'that is `url`'],
    [{ flushIntervalMs: 1 }, 'pino-splunk', 'that is `batch.lingerMs`'],
    [{ flushSize: 1 }, 'pino-splunk', 'that is `batch.maxEvents`'],
    [{ labels: {} }, 'pino-loki', 'that is `fields`'],
    [{ exitOnError: false }, 'winston-splunk-httplogger', 'leave it out, because no failed delivery is ever thrown'],
    [{ timeoutMillis: 1 }, 'the OTLP exporters', 'that is `request.timeoutMs`'],
  ])('is translated: %o', (options, library, here) => {
    const [name] = Object.keys(options);
    expect(messageFor(options)).toBe(`Unknown option \`${name}\`, a name of ${library}: ${here}`);
  });

  it('is translated member by member', () => {
    expect(
      messageFor({ splunk: { token: 'a-secret-token', url: 'https://a.example' }, batching: { interval: 5 } }),
    ).toBe(
      [
        '3 options are wrong:',
        '  1. Unknown option `splunk.token`, a name of winston-splunk-httplogger: that is `token`',
        '  2. Unknown option `splunk.url`, a name of winston-splunk-httplogger: that is `url`',
        '  3. Unknown option `batching.interval`, a name of pino-loki: that is `batch.lingerMs`, in milliseconds',
      ].join('\n'),
    );
  });

  it('points from strictSSL to verification and to a better way', () => {
    expect(messageFor({ requestOptions: { strictSSL: false } })).toMatch(/`tls\.rejectUnauthorized`.*`tls\.ca`$/);
  });
});

describe('wrong options', () => {
  it('are all said at once, in the order they stand', () => {
    const options = { url: 'nonsense', batch: { maxBytes: '1mb', maxbytes: 1 }, gzip: 11 };
    expect(messageFor(options)).toBe(
      [
        '4 options are wrong:',
        '  1. Invalid option `url`: expected a URL that begins with https:// or http://, got other text',
        '  2. Invalid option `batch.maxBytes`: expected an integer between 1 and 800000000, got "1mb" (string)',
        '  3. Unknown option `batch.maxbytes`: did you mean `batch.maxBytes`?',
        '  4. Invalid option `gzip`: expected true, false or an integer between 1 and 9, got 11 (number)',
      ].join('\n'),
    );
  });

  it.each([
    ['options', null, 'Invalid options: expected an object, got null'],
    ['options', [], 'Invalid options: expected an object, got an array'],
    ['options', new Map(), 'Invalid options: expected an object, got an object (Map)'],
    ['a group', { batch: 5 }, 'Invalid option `batch`: expected an object, got a number'],
    [
      'a group with a short form',
      { spool: true },
      'Invalid option `spool`: expected a name or an object, got a boolean',
    ],
    [
      'destinations',
      { destinations: {} },
      'Invalid option `destinations`: expected a list of one or more, got an object',
    ],
    ['destinations', { destinations: [] }, 'Invalid option `destinations`: expected a list of one or more, got none'],
    [
      'a destination',
      { destinations: ['https://a.example'] },
      'Invalid option `destinations[0]`: expected an object, got a string',
    ],
    [
      'a destination',
      { destinations: [{ eventIds: true }] },
      "Invalid option `destinations[0].eventIds`: it is the client's, one for all destinations",
    ],
  ])('of no use as %s are refused: %o', (_, options, message) => {
    expect(messageFor(options)).toBe(message);
  });

  it('that throw when they are read are options like any other', () => {
    const throwing = {
      get url(): string {
        throw new Error('not now');
      },
      get batch(): object {
        return Object.defineProperty({}, 'maxBytes', {
          enumerable: true,
          get() {
            throw new TypeError('nor now');
          },
        });
      },
    };
    expect(messageFor(throwing)).toBe(
      [
        '2 options are wrong:',
        '  1. Invalid option `url`: reading it threw an error',
        '  2. Invalid option `batch.maxBytes`: reading it threw an error',
      ].join('\n'),
    );
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(messageFor(proxy)).toBe('Invalid options: expected an object, got one that throws when it is read');
  });

  it.each([
    [
      { retry: { baseMs: 60_000 } },
      'retry.capMs',
      'expected at least `retry.baseMs`, which is 60000, got 30000 (number)',
    ],
    [{ spool: { mode: 'always' } }, 'spool.dir', 'expected `spool.dir` beside `spool.mode`, got nothing'],
    [
      { deadLetter: { maxBytes: 5000 } },
      'deadLetter.file',
      'expected `deadLetter.file` beside `deadLetter.maxBytes`, got nothing',
    ],
    [{ tls: { cert: 'a.pem' } }, 'tls.key', 'expected `tls.key` beside `tls.cert`, got nothing'],
    [{ tls: { key: 'a.pem' } }, 'tls.cert', 'expected `tls.cert` beside `tls.key`, got nothing'],
  ])('that do not go together are refused: %o', (options, option, said) => {
    expect(messageFor(options)).toBe(`Invalid option \`${option}\`: ${said}`);
  });

  it('are named at the destination that sets them', () => {
    const destinations = [{ retry: { baseMs: 10 } }, { name: 'b', retry: { capMs: 5 } }];
    expect(messageFor({ destinations })).toBe(
      'Invalid option `destinations[1].retry.capMs`: expected at least `retry.baseMs`, which is 1000, got 5 (number)',
    );
  });

  it('are named once when several destinations inherit them', () => {
    expect(messageFor({ retry: { capMs: 5 }, destinations: [{}, {}] })).toBe(
      'Invalid option `retry.capMs`: expected at least `retry.baseMs`, which is 1000, got 5 (number)',
    );
  });
});
