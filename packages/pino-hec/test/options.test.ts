import { HecError } from 'hec-core';
import { describe, expect, it } from 'vitest';
import { divideOptions } from '../src/options.ts';

describe('divideOptions', () => {
  it('divides what is for hec-core from what is about lines', () => {
    expect(divideOptions({ url: 'http://x', gzip: 3, timeKey: 'ts', levels: { error: { index: 'e' } } })).toEqual({
      hec: { url: 'http://x', gzip: 3 },
      lines: { timeKey: 'ts', levels: { error: { index: 'e' } } },
    });
  });

  it('leaves out what pino and thread-stream add on the way into the worker, and what is undefined', () => {
    const given = {
      $context: { threadStreamVersion: '4.2.1' },
      pinoWillSendConfig: true,
      dedupe: true,
      index: undefined,
    };
    expect(divideOptions(given)).toEqual({ hec: {}, lines: {} });
  });

  it('leaves names it does not know to hec-core, which names the nearest one', () => {
    expect(divideOptions({ urll: 'x' }).hec).toEqual({ urll: 'x' });
  });

  it.each([
    [{ timeKey: 5 }, 'Invalid option `timeKey`: expected a key of the line, or false, got 5 (number)'],
    [{ levelField: '' }, "Invalid option `levelField`: expected a key of the line, or false, got '' (string)"],
    [
      { levels: 'error' },
      "Invalid option `levels`: expected an object such as { error: { index: 'errors' } }, got 'error' (string)",
    ],
    [
      { levels: { error: 'errors' } },
      "Invalid option `levels.error`: expected an object of metadata, or the number of a custom level, got 'errors' (string)",
    ],
    [
      { levels: { error: { indx: 'e' } } },
      "Invalid option `levels.error.indx`: expected one of host, source, sourcetype, index, fields, got the key 'indx' (string)",
    ],
    [{ levels: { error: { index: 7 } } }, 'Invalid option `levels.error.index`: expected a string, got 7 (number)'],
    [
      { levels: { error: { fields: 'x' } } },
      "Invalid option `levels.error.fields`: expected an object, got 'x' (string)",
    ],
  ])('refuses %j in words', (given, message) => {
    let thrown: unknown;
    try {
      divideOptions(given);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(HecError);
    expect(thrown).toMatchObject({ code: 'HEC_INVALID_OPTION', message });
  });
});
