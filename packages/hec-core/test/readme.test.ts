import { readFileSync } from 'node:fs';
import { createHecClient } from 'hec-core';
import { startHecServer } from 'hec-server';
import { describe, expect, it } from 'vitest';
import { CHANNEL_NAMES } from '../src/observe/channels.ts';
import { DROP_WORDS } from '../src/observe/observer.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** The code names that stand first in the rows of the table under a heading. */
function firstColumn(header: string): string[] {
  const rows = readme.slice(readme.indexOf(header)).split('\n\n')[0]?.split('\n').slice(2) ?? [];
  return rows.flatMap((row) => [...(row.split('|')[1]?.matchAll(/`([^`]+)`/g) ?? [])].map(([, name = '']) => name));
}

describe('README.md', () => {
  it('names every reason for a drop, and no other', () => {
    expect(firstColumn('| Reason |').toSorted()).toEqual(Object.keys(DROP_WORDS).toSorted());
  });

  it('names every channel, and no other', () => {
    expect(firstColumn('| Channel |').toSorted()).toEqual([...CHANNEL_NAMES].toSorted());
  });

  it('shows a program that works', async () => {
    const server = await startHecServer({ token: 'T' });
    const code = /```js\n([^]+?)```/.exec(readme)?.[1] ?? '';
    const body = code
      .replace(/^import .*$/m, '')
      .replace('https://splunk.example.com:8088', server.url)
      .replace("{ env: 'HEC_TOKEN' }", "'T'");
    const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as new (
      ...source: string[]
    ) => (create: typeof createHecClient) => Promise<void>;
    await new AsyncFunction('createHecClient', body)(createHecClient);
    const events = await server.events();
    expect(events.map(({ event, source, index, fields }) => [event, source, index, fields])).toEqual([
      [{ message: 'order placed', orderId: 42 }, undefined, undefined, undefined],
      [{ message: 'order shipped' }, 'orders', 'audit', { team: 'checkout' }],
    ]);
    await server.close();
  });
});
