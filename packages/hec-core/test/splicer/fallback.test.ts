import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createInstance } from '../../src/splicer/instance.ts';
import { desk as usualDesk } from '../support/desk.ts';
import { range } from '../support/scene.ts';

const LEVELS = { 30: { label: 'info' }, 50: { label: 'error', index: 'errors' } };

/** What is made of lines where modules are loaded anew, and WebAssembly is not there (`node --jitless`). */
async function deskWithout(): Promise<typeof usualDesk> {
  vi.stubGlobal('WebAssembly', undefined);
  vi.resetModules();
  onTestFinished(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });
  const { desk } = await import('../support/desk.ts');
  return desk;
}

const piece = fc.oneof(
  fc
    .tuple(fc.constantFrom('30', '50', '99'), fc.string({ unit: 'grapheme' }), fc.constantFrom('}', '} ', ']', '}}'))
    .map(([level, msg, end]) => `{"level":${level},"time":1700000000123,"msg":${JSON.stringify(msg)}${end}`),
  fc.constantFrom('', '\r', '{}', '{', 'text', '{"a":1}},{"event":"forged"}'),
);
const sample = fc.sample(fc.array(piece, { minLength: 500, maxLength: 500 }), { numRuns: 1, seed: 3 })[0] ?? [];

describe('without WebAssembly', () => {
  it.each([true, false])('lines arrive as with it (trusted: %s)', async (trusted) => {
    const desk = await deskWithout();
    expect(() => createInstance()).toThrow(/undefined/);
    const long = range(4).map((at) => `{"level":30,"time":1700000000123,"msg":"${'é'.repeat(16_000 * at)}"}`);
    for (const lines of [sample, [...long, ...sample, ...long]]) {
      const text = lines.join('\n');
      const [one, other] = [desk(), usualDesk()];
      for (const { sender } of [one, other])
        for (const given of [text, Buffer.from(text)]) sender.sendLines(given, undefined, { trusted, levels: LEVELS });
      const events = one.taken();
      expect(Object.keys(events).length).toBe(2);
      expect(events).toEqual(other.taken());
      expect(one.volume()).toEqual(other.volume());
    }
  });
});
