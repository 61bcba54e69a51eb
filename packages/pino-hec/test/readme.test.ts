import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { HecTransportEvents, LineSettings } from '../src/index.ts';
import { lineOptions } from '../src/levels.ts';

/** Every option that is not hec-core's, with its default; the compiler asks for all of them and for no others. */
const OWN: Readonly<Record<keyof LineSettings, string>> = {
  levels: '`{}`',
  timeKey: "`'time'`",
  levelKey: "`'level'`",
  levelField: "`'severity'`",
};

/** Every event, and no other. */
const EVENTS: Readonly<Record<keyof HecTransportEvents, true>> = {
  'hec:warning': true,
  'hec:drop': true,
  'hec:deadletter': true,
  'hec:recovered': true,
  'hec:stats': true,
  'hec:drained': true,
  'hec:flushed': true,
};

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('README.md', () => {
  it("lists the transport's own options with their defaults, which are hec-core's", () => {
    const [table = ''] = readme.split('<!-- options -->');
    const rows = [...table.matchAll(/^\| `(\w+)` \|.*\| ([^|]+) \|$/gm)].map(([, name, fallback]) => [name, fallback]);
    expect(Object.fromEntries(rows)).toEqual(OWN);
    expect(Object.keys(lineOptions({}, true))).toEqual(['trusted', 'levels']);
  });

  it('lists the events', () => {
    const rows = [...readme.matchAll(/^\| `(hec:\w+)` \|/gm)].map(([, name]) => name);
    expect(rows).toEqual(Object.keys(EVENTS));
  });

  it('has the sections people look for, in their usual order', () => {
    const sections = [...readme.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
    expect(sections).toEqual([
      'What arrives',
      'Options',
      'Delivery',
      'Shutdown',
      'When something goes wrong',
      'Watching it',
      'Pipe',
      'Recipes',
      'Troubleshooting',
      'Versions',
    ]);
  });
});
