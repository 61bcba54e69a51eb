import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createLookup } from '../../src/endpoint/lookup.ts';
import { fakeRuntime } from '../support/fake-runtime.ts';

/** Looks names up under the test's hand: what is being asked, and how to answer it. */
function stage() {
  const runtime = fakeRuntime();
  const asking: { readonly name: string; answer(address: string): void }[] = [];
  const lookup = createLookup(
    (name, _, done) => void asking.push({ name, answer: (address) => done(null, address, 4) }),
    runtime,
  );
  const found: string[] = [];
  return {
    runtime,
    asking,
    found,
    names: () => asking.map(({ name }) => name),
    ask: (name: string) => lookup(name, { family: 4 }, (_, address) => found.push(`${name} is ${address as string}`)),
  };
}

describe('looking names up', () => {
  it('is done one name at a time, and those that want the same share the answer', async () => {
    const { ask, asking, names, found } = stage();
    for (const name of ['a', 'b', 'a']) ask(name);
    await turnOfTheLoop();
    expect(names()).toEqual(['a']);
    asking[0]?.answer('1.1.1.1');
    await turnOfTheLoop();
    expect([names(), found]).toEqual([
      ['a', 'b'],
      ['a is 1.1.1.1', 'a is 1.1.1.1'],
    ]);
    asking[1]?.answer('2.2.2.2');
    ask('a');
    await turnOfTheLoop();
    expect(names(), 'an answer is not kept').toEqual(['a', 'b', 'a']);
  });

  it('does not wait for one that hangs longer than a second, and asks for that one no second time', async () => {
    const { ask, asking, names, found, runtime } = stage();
    for (const name of ['hangs', 'good']) ask(name);
    await turnOfTheLoop();
    runtime.advance(999);
    await turnOfTheLoop();
    expect(names()).toEqual(['hangs']);
    runtime.advance(1);
    await turnOfTheLoop();
    asking[1]?.answer('2.2.2.2');
    await turnOfTheLoop();
    expect(found).toEqual(['good is 2.2.2.2']);
    for (const name of ['hangs', 'other', 'hangs']) ask(name);
    await turnOfTheLoop();
    expect(names()).toEqual(['hangs', 'good', 'other']);
    asking[0]?.answer('1.1.1.1');
    await turnOfTheLoop();
    expect(found.slice(1), 'late is better than never').toEqual(Array(3).fill('hangs is 1.1.1.1'));
  });

  it('leaves no timer behind', async () => {
    const { ask, asking, runtime } = stage();
    ask('a');
    await turnOfTheLoop();
    expect(runtime.timers).toBe(1);
    asking[0]?.answer('1.1.1.1');
    await turnOfTheLoop();
    expect(runtime.timers).toBe(0);
  });
});

describe('a wrapper of dns.lookup that throws', () => {
  it('fails the connection that asked, and each that asks again', async () => {
    const lookup = createLookup(() => {
      throw new Error('no names here');
    }, fakeRuntime());
    const ask = (): Promise<unknown> =>
      new Promise((resolve) => {
        lookup('a.test', {}, resolve);
      });
    expect([await ask(), await ask()]).toEqual([new Error('no names here'), new Error('no names here')]);
  });
});
