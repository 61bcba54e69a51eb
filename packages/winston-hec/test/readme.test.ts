import { readFileSync } from 'node:fs';
import type { HecOptions } from 'hec-core';
import { describe, expect, it } from 'vitest';
import type { HecTransportOptions } from '../src/index.ts';
import { sortOptions } from '../src/options.ts';

type OwnOption = Exclude<keyof HecTransportOptions, keyof HecOptions>;

/** Every option that is not hec-core's, with its default; the compiler asks for all of them and for no others. */
const OWN: Readonly<Record<OwnOption, string>> = {
  level: "the logger's",
  format: 'none',
  silent: '`false`',
  handleExceptions: '`false`',
  handleRejections: '`false`',
  highWaterMark: '`16`',
  client: 'none',
  event: "`'info'`",
  levelField: "`'severity'`",
};

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('README.md', () => {
  it('has the sections people look for, in their usual order', () => {
    expect([...readme.matchAll(/^## (.+)$/gm)].map(([, title]) => title)).toEqual([
      'What arrives',
      'Options',
      'Delivery',
      'Shutdown',
      'When something goes wrong',
      'Watching it',
      'Recipes',
      'Troubleshooting',
      'Versions',
    ]);
  });

  it("lists the transport's own options with their defaults", () => {
    const [table = ''] = readme.split('<!-- options -->');
    const rows = [...table.matchAll(/^\| `(\w+)` \|.*\| ([^|]+) \|$/gm)].map(([, name, fallback]) => [name, fallback]);
    expect(Object.fromEntries(rows)).toEqual(OWN);
    const { event, levelField } = sortOptions({});
    expect(OWN).toMatchObject({ event: `\`'${event}'\``, levelField: `\`'${levelField}'\`` });
  });
});
