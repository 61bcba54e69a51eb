import { MESSAGE } from 'triple-beam';
import { describe, expect, it } from 'vitest';
import winston from 'winston';
import { eventOf } from '../src/event.ts';
import type { Info } from '../src/info.ts';
import { info, infosOf } from './infos.ts';

const { combine, colorize, errors, json, printf, simple, splat, timestamp } = winston.format;

/** The event as JSON.parse gives it to whoever reads it, errors left as they are. */
function valueOf(made: ReturnType<typeof eventOf>): Record<string, unknown> {
  return ('json' in made ? JSON.parse(made.json) : made.value) as Record<string, unknown>;
}

function eventsOf(format: winston.Logform.Format | undefined, log: (logger: winston.Logger) => void) {
  return infosOf(format, log).map((given) => valueOf(eventOf(given, 'info')));
}

describe('the event of an info', () => {
  it("is the format's own JSON, character for character", () => {
    const [given] = infosOf(undefined, (logger) => logger.info('paid', { amount: 12.5, nested: { deep: [1, 2] } }));
    const text = (given as Info)[MESSAGE];
    expect(eventOf(given as Info, 'info')).toEqual({ json: text });
    expect(text).toContain('"nested":{"deep":[1,2]}');
  });

  it('keeps what a replacer masked', () => {
    const masked = json({ replacer: (key: string, value: unknown) => (key === 'password' ? '***' : value) });
    const [event] = eventsOf(masked, (logger) => logger.error('no', { password: 'hunter2', err: new Error('bad') }));
    expect(JSON.stringify(event)).not.toContain('hunter2');
    expect(event).toMatchObject({ password: '***', err: { message: 'bad' } });
  });

  it.each([
    ['simple', simple()],
    ['printf', printf(({ message }) => `> ${String(message)}`)],
  ])('is the record itself when the format writes text (%s)', (_name, format) => {
    expect(eventsOf(format, (logger) => logger.warn('disk', { free: 3 }))).toEqual([
      { level: 'warn', message: 'disk', free: 3 },
    ]);
  });

  it('has no terminal colours when the format writes text', () => {
    const [event] = eventsOf(combine(colorize({ all: true }), simple()), (logger) => logger.info('hello'));
    expect(event).toEqual({ level: 'info', message: 'hello' });
  });

  it("is exactly the format's text with `event: 'message'`", () => {
    const [given] = infosOf(simple(), (logger) => logger.info('hello', { a: 1 }));
    expect(eventOf(given as Info, 'message')).toEqual({ value: 'info: hello {"a":1}' });
    expect(eventOf(info({ a: 1 }), 'message')).toEqual({ json: '{"level":"info","a":1}' });
  });

  it('ignores symbols and the arguments that splat has used up', () => {
    const [event] = eventsOf(combine(splat(), json()), (logger) =>
      logger.info('user %s of %d', 'ann', 3, { role: 'admin' }),
    );
    expect(event).toEqual({ level: 'info', message: 'user ann of 3', role: 'admin' });
  });

  it('carries the metadata of child loggers', () => {
    const [event] = eventsOf(undefined, (logger) => logger.child({ requestId: 'r-1' }).info('hi'));
    expect(event).toEqual({ level: 'info', message: 'hi', requestId: 'r-1' });
  });

  it('survives an info whose members throw', () => {
    const hostile = info({ message: 'm' });
    Object.defineProperty(hostile, 'trap', {
      enumerable: true,
      get: () => {
        throw new Error('no');
      },
    });
    expect(eventOf(hostile, 'info')).toEqual({ json: '{"level":"info","message":"m"}' });
    const text = { ...info({}), [MESSAGE]: 'text' };
    Object.defineProperty(text, 'trap', {
      enumerable: true,
      get: () => {
        throw new Error('no');
      },
    });
    expect(eventOf(text, 'info')).toEqual({ value: text });
  });

  it('survives circular infos', () => {
    const circle: Record<string, unknown> = { name: 'c' };
    circle['self'] = circle;
    expect(eventsOf(undefined, (logger) => logger.info('round', { circle }))).toEqual([
      { level: 'info', message: 'round', circle: { name: 'c', self: '[Circular]' } },
    ]);
  });
});

describe('pitfall 29: error objects vanish or concatenate in winston', () => {
  const cause = Object.assign(new Error('socket closed'), { code: 'ECONNRESET' });
  const bad = Object.assign(new TypeError('bad', { cause }), { code: 'E_BAD', table: 'users' });
  const whole = { name: 'TypeError', message: 'bad', stack: bad.stack, code: 'E_BAD' };

  it('logger.error(err) keeps message, stack, code, members and cause', () => {
    const [event] = eventsOf(undefined, (logger) => logger.error(new TypeError('bad', { cause })));
    expect(event).toMatchObject({
      level: 'error',
      name: 'TypeError',
      message: 'bad',
      cause: { message: 'socket closed', code: 'ECONNRESET' },
    });
    expect(event?.['stack']).toContain('TypeError: bad\n');
  });

  it("logger.error('ctx', err) keeps winston's message and adds the cause's own", () => {
    const [event] = eventsOf(undefined, (logger) => logger.error('ctx', bad));
    expect(event).toMatchObject({ message: 'ctx bad', stack: bad.stack, code: 'E_BAD', table: 'users' });
    expect(event?.['cause']).toMatchObject({
      name: 'Error',
      message: 'socket closed',
      code: 'ECONNRESET',
      stack: cause.stack,
    });
    expect(event).not.toHaveProperty('err');
  });

  it('nested errors keep message and stack, wherever they are', () => {
    const [event] = eventsOf(undefined, (logger) => logger.error('ctx', { err: bad, deep: { list: [{ err: bad }] } }));
    expect(event).toMatchObject({
      message: 'ctx',
      err: { ...whole, table: 'users' },
      deep: { list: [{ err: whole }] },
    });
  });

  it('logger.log({ level, message: err }) puts the message where it belongs', () => {
    const [event] = eventsOf(undefined, (logger) =>
      logger.log({ level: 'error', message: bad as unknown as string, job: 7 }),
    );
    expect(event).toMatchObject({ ...whole, level: 'error', job: 7, table: 'users' });
  });

  it('errors among later arguments are kept as `err`', () => {
    const [one] = eventsOf(undefined, (logger) => logger.error('failed for %s', 'ann', bad));
    expect(one).toMatchObject({ message: 'failed for %s', err: whole });
    const [two] = eventsOf(undefined, (logger) => logger.error('both', bad, new Error('second'), new Error('third')));
    expect(two).toMatchObject({ message: 'both bad', err: [{ message: 'second' }, { message: 'third' }] });
  });

  it('are kept when the format writes text, too', () => {
    const [event] = eventsOf(simple(), (logger) => logger.error(new TypeError('bad', { cause })));
    expect(event).toMatchObject({
      level: 'error',
      message: 'bad',
      name: 'TypeError',
      cause: { message: 'socket closed' },
    });
    const [nested] = eventsOf(simple(), (logger) => logger.error('ctx', { err: bad }));
    expect(nested?.['err']).toBe(bad);
    const [message] = eventsOf(simple(), (logger) => logger.log({ level: 'error', message: bad as unknown as string }));
    expect(message).toMatchObject({ level: 'error', message: 'bad', table: 'users' });
  });

  it('what format.errors made of an error stays as it made it', () => {
    const [event] = eventsOf(combine(errors({ stack: false }), timestamp(), json()), (logger) =>
      logger.error(new Error('quiet')),
    );
    expect(event).toMatchObject({ level: 'error', message: 'quiet' });
    expect(event).not.toHaveProperty('stack');
  });

  it('what a toJSON of the error says beats what would be added', () => {
    const custom = Object.assign(new Error('secret'), { toJSON: () => ({ message: 'public', id: 7 }) });
    const [event] = eventsOf(undefined, (logger) => logger.error('ctx', { err: custom }));
    expect(event?.['err']).toMatchObject({ message: 'public', id: 7, name: 'Error' });
  });

  it('an error that the format replaced by text stays text', () => {
    const flat = json({
      replacer: (_key: string, value: unknown) => (value instanceof Error ? `E:${value.message}` : value),
    });
    expect(eventsOf(flat, (logger) => logger.error('ctx', { err: bad }))[0]).toMatchObject({ err: 'E:bad' });
  });

  it('causes that go in circles or are no errors end', () => {
    const ring = new Error('ring');
    ring.cause = ring;
    const [event] = eventsOf(undefined, (logger) =>
      logger.error('ctx', { err: ring, other: new Error('o', { cause: 'text' }) }),
    );
    expect(event).toMatchObject({ err: { message: 'ring' }, other: { cause: 'text' } });
  });

  it('the errors of an AggregateError are kept', () => {
    const [event] = eventsOf(undefined, (logger) =>
      logger.error('all', { err: new AggregateError([bad, 'text'], 'several') }),
    );
    expect(event?.['err']).toMatchObject({ message: 'several', errors: [whole, 'text'] });
  });
});

describe('pitfall 27: BigInt', () => {
  it('keeps the digits that logform wrote', () => {
    expect(eventsOf(undefined, (logger) => logger.info('n', { n: 12345678901234567890n }))[0]).toMatchObject({
      n: '12345678901234567890',
    });
  });
});
