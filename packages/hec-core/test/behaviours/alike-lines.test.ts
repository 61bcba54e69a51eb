import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeRuntime } from '../../src/runtime.ts';
import { clientOf, scene } from '../support/scene.ts';

const LEVELS = { trusted: true, levels: { 30: { label: 'info' }, 50: { label: 'error', index: 'errors' } } } as const;

/** Few levels and times, so that many lines begin alike, and some that only seem to. */
const line = fc
  .tuple(
    fc.constantFrom('30', '50', '"info"', '99'),
    fc.constantFrom('1700000000123', '17000000001234', '1700000000124', '"2026-01-01T00:00:00Z"', 'null'),
    fc.constantFrom(',', '.5,', '}', ' ,'),
    fc.string({ unit: 'grapheme', maxLength: 20 }),
  )
  .map(([level, time, after, text]) => {
    const fraction = after === '.5,' && !/^\d+$/.test(time);
    const head = `{"level":${level},"time":${fraction ? '1700000000123' : time}`;
    return after === '}' ? `${head}}` : `${head}${after}"msg":${JSON.stringify(text)}}`;
  });

/** Bytes in use, on the heap and in buffers. */
function bytesInUse(): number {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  gc();
  // The memory of buffers is given back by another thread, which the next collection waits for.
  gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const TIMES = ['1700000000123', '"2026-01-01T00:00:00Z"', '"2026-01-01T00:00:00.1234567890123Z"'];
/** Each its own copy. */
const COPIES: Record<string, (text: string) => string | Uint8Array> = {
  'one line': (text) => Buffer.from(text.slice(0, -1).replaceAll('\n', ' ')).toString(),
  text: (text) => Buffer.from(text).toString(),
  'text that is more bytes than characters': (text) => Buffer.from(text.replace('xx', 'xé')).toString(),
  bytes: (text) => Buffer.from(text),
};

describe('lines that begin alike', () => {
  it.each(Object.entries(COPIES).flatMap(([kind, copy]) => TIMES.map((time) => ({ kind, time, copy }))))(
    'keep nothing of the $kind they came in ($time)',
    async ({ time, copy }) => {
      const { hec } = clientOf('http://127.0.0.1:9', { queue: { maxBytes: 65_536 } });
      const text = `{"level":30,"time":${time},"msg":"${'x'.repeat(900)}"}\n`.repeat(900);
      const senders = Array.from({ length: 15 }, (_, i) => hec.child({ source: `${i}` }));
      const before = bytesInUse();
      for (const sender of senders) sender.sendLines(copy(text), undefined, LEVELS);
      expect((bytesInUse() - before) / text.length).toBeLessThan(5);
      // They are in use until here.
      for (const sender of senders) sender.sendLines('{"level":30}', undefined, LEVELS);
    },
  );

  it('do so by what they are: a lone surrogate is no U+FFFD, though it travels as one', async () => {
    const { hec, server } = await scene();
    const lines = ['\ud800', '\ufffd'].map((level) => `{"level":"${level}","time":1700000000123,"msg":"x"}`);
    hec.sendLines(lines.join('\n'), undefined, { trusted: true, levels: { '\ufffd': { index: 'odd' } } });
    await hec.flush();
    expect((await server.events()).map(({ index }) => index)).toEqual([undefined, 'odd']);
  });

  it('arrive in one call, as text or bytes, or call by call, as they do from senders that know no other line', async () => {
    const together = await scene();
    const apart = await scene();
    const alone = await scene();
    const bytes = await scene();
    const lines = fc.sample(fc.array(line, { minLength: 2000, maxLength: 2000 }), { numRuns: 1, seed: 8 })[0] ?? [];
    together.hec.sendLines(lines.join('\n'), undefined, LEVELS);
    bytes.hec.sendLines(Buffer.from(lines.join('\r\n')), undefined, LEVELS);
    for (const one of lines) apart.hec.sendLines(one, undefined, LEVELS);
    for (const one of lines) alone.hec.child({}).sendLines(one, undefined, LEVELS);
    await Promise.all([together, apart, alone, bytes].map(({ hec }) => hec.flush()));
    const shape = async ({ server }: typeof together): Promise<string[]> =>
      (await server.events()).map(({ raw }) => raw.replace(/("time":)(?!1700000)[\d.]+/, '$1now')).toSorted();
    const received = await shape(alone);
    expect(received.length).toBe(2000);
    expect(await shape(together)).toEqual(received);
    expect(await shape(apart)).toEqual(received);
    expect(await shape(bytes)).toEqual(received);
  });

  it('are taken or left as the level says that is in force, whatever was before', async () => {
    const { hec, server } = await scene();
    const log = (msg: string): boolean =>
      hec.sendLines(`{"level":30,"time":1700000000123,"msg":"${msg}"}\n`, undefined, LEVELS);
    log('first');
    log('second');
    hec.update({ level: 'error' });
    log('of no interest');
    hec.update({ level: 'info' });
    log('third');
    await hec.flush();
    const messages = (await server.events()).map(({ event }) => (event as { msg: string }).msg);
    expect(messages).toEqual(['first', 'second', 'third']);
    expect(hec.stats().destinations[0]?.passedOver).toBe(1);
  });

  it('are cut when an endpoint turns out to take less than when they were first seen', async () => {
    const { hec, server } = await scene({ gzip: false });
    await server.setFaults([{ do: 'status', status: 413, times: 1 }]);
    const log = (units: number): boolean =>
      hec.sendLines(`{"level":30,"time":1700000000123,"msg":"${'x'.repeat(units)}"}\n`, undefined, LEVELS);
    log(16_000);
    log(16_000);
    await hec.flush();
    // Half of what was too much, and some: more than that is in no request any more.
    log(20_000);
    await hec.flush();
    const events = await server.events();
    expect(events.map(({ event }) => (event as { truncated?: true }).truncated)).toEqual([undefined, undefined, true]);
  });

  it('have each the time of its own call where theirs is none', async () => {
    const { server } = await scene();
    let now = 1_700_000_000_000;
    const { hec } = clientOf(server.url, {}, { ...nodeRuntime, now: () => now++ });
    for (let call = 0; call < 3; call++) hec.sendLines('{"level":30,"time":"soon","msg":"a"}', undefined, LEVELS);
    await hec.flush();
    const times = (await server.events()).map(({ time }) => time);
    expect(new Set(times).size).toBe(3);
  });

  it('have one time at all destinations, where theirs is none', async () => {
    const { server } = await scene();
    let now = 1_700_000_000_000;
    const destinations = [{ source: 'one' }, { source: 'other' }];
    const { hec } = clientOf(server.url, { destinations }, { ...nodeRuntime, now: () => now++ });
    for (let call = 0; call < 3; call++) hec.sendLines('{"level":30,"msg":"a"}', undefined, LEVELS);
    await hec.flush();
    const events = await server.events();
    const timesOf = (from: string): unknown[] => events.filter(({ source }) => source === from).map(({ time }) => time);
    expect(new Set(timesOf('one')).size).toBe(3);
    expect(timesOf('other')).toEqual(timesOf('one'));
  });
});
