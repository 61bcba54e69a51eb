import type { Writable } from 'node:stream';
import type { ChannelMessages, FlushResult, HecOptions, Stats } from 'hec-core';
import pino from 'pino';
import { describe, expect, expectTypeOf, it } from 'vitest';
import * as api from '../src/index.ts';
import * as target from '../src/target.ts';

describe('the public API', () => {
  it('exports these names and no others', () => {
    expect(Object.keys(api).toSorted()).toEqual([
      'HecError',
      'control',
      'createHecStream',
      'default',
      'observeStats',
      'prometheusText',
      'targetPath',
    ]);
    expect(Object.keys(target)).toEqual(['targetPath']);
  });

  it('has these members on what control returns', () => {
    const stream = api.createHecStream({ url: 'http://127.0.0.1:1', token: 't' });
    expect(Object.keys(api.control(stream)).toSorted()).toEqual([
      'check',
      'config',
      'flush',
      'on',
      'pause',
      'resume',
      'stats',
      'status',
      'update',
    ]);
    stream.destroy();
  });
});

describe('the types', () => {
  it('make options of hec-core and of lines, none of them required', () => {
    expectTypeOf<HecOptions>().toExtend<api.PinoHecOptions>();
    expectTypeOf<api.PinoHecOptions>().toExtend<HecOptions>();
    expectTypeOf<api.PinoHecOptions['timeKey']>().toEqualTypeOf<string | false | undefined>();
    expectTypeOf<api.PinoHecOptions['levelField']>().toEqualTypeOf<string | false | undefined>();
    expectTypeOf<{ levels: { error: { index: string }; notice: 35 } }>().toExtend<api.PinoHecOptions>();
    expectTypeOf(api.createHecStream).toBeCallableWith();
  });

  it('fit pino: the options of a transport, and a stream to log to', () => {
    expectTypeOf(pino.transport<api.PinoHecOptions>).toBeCallableWith({ target: 'pino-hec', options: { gzip: 3 } });
    expectTypeOf(pino).toBeCallableWith({} as api.HecStream);
    expectTypeOf<api.HecStream>().toExtend<Writable>();
    expectTypeOf(api.control).toBeCallableWith(
      pino.transport({ target: 'pino/file', options: { destination: '/dev/null' } }),
    );
    expectTypeOf(api.control).toBeCallableWith({} as api.HecStream);
  });

  it('say what flush, stats and events give', () => {
    expectTypeOf<api.Control['stats']>().returns.resolves.toEqualTypeOf<Stats>();
    expectTypeOf<api.Control['flush']>().returns.resolves.toEqualTypeOf<FlushResult>();
    expectTypeOf<api.HecStream['flush']>().returns.resolves.toEqualTypeOf<FlushResult>();
    expectTypeOf<api.HecTransportEvents['hec:drop']>().toEqualTypeOf<[drop: ChannelMessages['hec:drop']]>();
    expectTypeOf<keyof api.HecTransportEvents>().toEqualTypeOf<
      'hec:stats' | 'hec:warning' | 'hec:drop' | 'hec:deadletter' | 'hec:recovered' | 'hec:drained' | 'hec:flushed'
    >();
  });
});
