import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLifter } from '../../src/envelope/lift.ts';

function lift(line: string, timeKey: string | false = 'time', levelKey: string | false = 'level'): [string, string] {
  const lifter = createLifter(timeKey, levelKey);
  // Neighbours on both sides, whose time and level must never be taken.
  const before = '{"level":1,"time":11}\n';
  lifter.lift(`${before}${line}\n{"level":2,"time":22}`, before.length, before.length + line.length);
  return [lifter.time, lifter.level];
}

describe('lifting time and level', () => {
  it.each([
    ['pino', '{"level":30,"time":1531171074631,"pid":1,"msg":"a"}', '1531171074631', '30'],
    ['pino, ISO time', '{"level":30,"time":"2018-07-09T20:44:34.631Z","msg":"a"}', '"2018-07-09T20:44:34.631Z"', '30'],
    ['pino, level label', '{"level":"info","time":1531171074631,"msg":"a"}', '1531171074631', '"info"'],
    ['pino, nothing else', '{"level":30,"time":1531171074631}', '1531171074631', '30'],
    ['pino without time', '{"level":30,"msg":"a"}', '', '30'],
    ['other order', '{"msg":"a","time":5,"level":40}', '5', '40'],
    ['spread out', '{ "msg" : "a" , "time": 5 ,"level" :40 }', '5', '40'],
    ['keys inside values', '{"msg":"\\"time\\":1,\\"level\\":2","a":{"time":3,"level":4},"b":[{"time":5}]}', '', ''],
    ['duplicates: the first counts', '{"level":10,"time":1,"level":20,"time":2}', '1', '10'],
    ['a label that ends in a backslash', '{"level":"x\\\\","time":7}', '7', '"x\\\\"'],
    ['an object for a time', '{"time":{"a":1},"level":30}', '', '30'],
    ['empty', '{}', '', ''],
  ])('reads %s', (_name, line, time, level) => {
    expect(lift(line)).toEqual([time, level]);
  });

  it('reads other keys, or none', () => {
    expect(lift('{"ts":1,"time":2,"severity":"X"}', 'ts', 'severity')).toEqual(['1', '"X"']);
    expect(lift('{"level":30,"time":2}', false, false)).toEqual(['', '']);
    expect(lift('{"level":30,"time":2}', 'time', false)).toEqual(['2', '']);
  });

  it('agrees with JSON.parse on any object, and takes nothing from a neighbour', () => {
    const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('"time":1', '{"level":2}', '\\'));
    const object = fc.array(fc.tuple(fc.oneof(fc.constantFrom('time', 'level', 'a'), fc.string()), value), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(object, (entries) => {
        const first = new Map<string, unknown>();
        for (const [key, content] of entries) if (!first.has(key)) first.set(key, content);
        const line = `{${entries.map(([key, content]) => `${JSON.stringify(key)}:${JSON.stringify(content)}`).join(',')}}`;
        const [time, level] = lift(line);
        for (const [key, text] of [
          ['time', time],
          ['level', level],
        ] as const) {
          const expected = first.get(key);
          // Of objects and arrays nothing is lifted.
          const scalar = first.has(key) && (typeof expected !== 'object' || expected === null);
          expect(text).toBe(scalar ? JSON.stringify(expected) : '');
        }
      }),
      { numRuns: 2000 },
    );
  });
});
