import { readFileSync } from 'node:fs';
import type { HecOptions } from 'hec-core';
import { describe, expect, it } from 'vitest';
import type { HecLogRecordExporterOptions } from '../src/index.ts';
import { sortOptions } from '../src/options.ts';

/** Every option that is not hec-core's, with its default; the compiler asks for all of them and for no others. */
const OWN: Readonly<Record<Exclude<keyof HecLogRecordExporterOptions, keyof HecOptions>, unknown>> = {
  mapping: 'specification',
  waitForDelivery: false,
};

describe('README.md', () => {
  it("lists the exporter's own options with their defaults", () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const [table = ''] = (readme.split('\n## Options\n')[1] ?? '').split('<!-- options -->');
    const rows = [...table.matchAll(/^\| `(\w+)` \|.*\| `([^|]+)` \|$/gm)].map(([, name, fallback]) => [
      name,
      fallback,
    ]);
    expect(Object.fromEntries(rows)).toEqual({ mapping: "'specification'", waitForDelivery: 'false' });
    expect(sortOptions({})).toMatchObject(OWN);
  });
});
