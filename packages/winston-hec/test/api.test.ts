import type { HecClient, HecOptions } from 'hec-core';
import { describe, expect, expectTypeOf, it } from 'vitest';
import winston from 'winston';
import type TransportStream from 'winston-transport';
import * as api from '../src/index.ts';

describe('the public API', () => {
  it('exports these names and no others', () => {
    expect(Object.keys(api).toSorted()).toEqual([
      'HEC',
      'HecError',
      'HecTransport',
      'default',
      'observeStats',
      'prometheusText',
    ]);
  });

  it('has these members on the transport', () => {
    const own = Object.getOwnPropertyNames(api.HecTransport.prototype).filter((name) => !name.startsWith('_'));
    expect(own.toSorted()).toEqual(['close', 'constructor', 'flush', 'log', 'stats']);
  });
});

describe('the types', () => {
  it('make a transport that winston takes', () => {
    expectTypeOf<api.HecTransport>().toExtend<TransportStream>();
    expectTypeOf<api.HecTransport>().toExtend<winston.transport>();
    expectTypeOf(winston.createLogger).toBeCallableWith({ transports: [{} as api.HecTransport] });
  });

  it("take hec-core's options and winston's, none of them required", () => {
    expectTypeOf(api.HecTransport).toBeConstructibleWith();
    expectTypeOf<HecOptions>().toExtend<api.HecTransportOptions>();
    expectTypeOf<api.HecTransportOptions['client']>().toEqualTypeOf<HecClient | undefined>();
    expectTypeOf<api.HecTransportOptions['level']>().toEqualTypeOf<string | undefined>();
    expectTypeOf<api.HecTransportOptions['format']>().toEqualTypeOf<winston.Logform.Format | undefined>();
    expectTypeOf<api.HecTransportOptions['event']>().toEqualTypeOf<'info' | 'message' | undefined>();
    expectTypeOf<api.HecTransportOptions['levelField']>().toEqualTypeOf<string | false | undefined>();
    expectTypeOf<api.HecTransportOptions>().not.toHaveProperty('log');
  });

  it('say what flush and stats give', () => {
    expectTypeOf<api.HecTransport['flush']>().returns.resolves.toEqualTypeOf<api.FlushResult>();
    expectTypeOf<api.HecTransport['stats']>().returns.toEqualTypeOf<api.Stats>();
  });

  it('know the symbol under which an info says where it goes', () => {
    expectTypeOf(winston.createLogger().info).toBeCallableWith('paid', { [api.HEC]: { index: 'payments' } });
    expectTypeOf<api.HecWarning>().toExtend<Error>();
  });
});
