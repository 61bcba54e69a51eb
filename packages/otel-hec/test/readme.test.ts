import { readFileSync } from 'node:fs';
import type { HecOptions } from 'hec-core';
import { describe, expect, it } from 'vitest';
import type { HecLogRecordExporterOptions } from '../src/index.ts';
import { sortOptions } from '../src/options.ts';

/** Every option that is not hec-core's, with its default; the compiler asks for all of them and for no others. */
const OWN: Readonly<Record<Exclude<keyof HecLogRecordExporterOptions, keyof HecOptions>, unknown>> = {
  mapping: 'specification',
  waitForDelivery: false,
  meter: undefined,
};

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('README.md', () => {
  it('has the sections people look for, in their usual order', () => {
    expect([...readme.matchAll(/^## (.+)$/gm)].map(([, title]) => title)).toEqual([
      'No code at all',
      'Processor or exporter?',
      'Options',
      'What arrives',
      'Delivery',
      'Shutdown',
      'When something goes wrong',
      'Watching it',
      'Troubleshooting',
      'Versions',
    ]);
  });

  it("lists the exporter's own options with their defaults", () => {
    const [table = ''] = (readme.split('\n## Options\n')[1] ?? '').split('<!-- options -->');
    const rows = [...table.matchAll(/^\| `(\w+)` \|.*\| `([^|]+)` \|$/gm)].map(([, name, fallback]) => [
      name,
      fallback,
    ]);
    expect(Object.fromEntries(rows)).toEqual({ mapping: "'specification'", waitForDelivery: 'false', meter: 'none' });
    expect(sortOptions({})).toMatchObject(OWN);
  });
});
