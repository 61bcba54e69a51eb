import { globSync, readFileSync } from 'node:fs';
import type { HecOptions } from 'hec-core';
import { describe, expect, expectTypeOf, it } from 'vitest';
import * as api from '../src/index.ts';

describe('the public API', () => {
  it('exports these names and no others', () => {
    expect(Object.keys(api).toSorted()).toEqual([
      'HecError',
      'HecLogRecordExporter',
      'HecLogRecordProcessor',
      'observeStats',
      'prometheusText',
    ]);
  });

  it('has these members on exporter and processor', () => {
    expect(Object.getOwnPropertyNames(api.HecLogRecordExporter.prototype).toSorted()).toEqual([
      'constructor',
      'export',
      'forceFlush',
      'shutdown',
      'stats',
    ]);
    expect(Object.getOwnPropertyNames(api.HecLogRecordProcessor.prototype).toSorted()).toEqual([
      'constructor',
      'forceFlush',
      'onEmit',
      'shutdown',
      'stats',
    ]);
  });
});

describe('the types', () => {
  it("take hec-core's options, none of them required", () => {
    expectTypeOf(api.HecLogRecordExporter).toBeConstructibleWith();
    expectTypeOf(api.HecLogRecordProcessor).toBeConstructibleWith();
    expectTypeOf<HecOptions>().toExtend<api.HecLogRecordExporterOptions>();
    expectTypeOf<api.HecLogRecordExporterOptions['mapping']>().toEqualTypeOf<
      'specification' | 'collector' | undefined
    >();
    expectTypeOf<api.HecLogRecordExporterOptions['waitForDelivery']>().toEqualTypeOf<boolean | undefined>();
    expectTypeOf<api.HecLogRecordProcessorOptions>().not.toHaveProperty('waitForDelivery');
  });
});

describe('what is imported at run time', () => {
  const sources = globSync('src/**/*.ts', { cwd: new URL('..', import.meta.url) }).map((file) => ({
    file,
    imports: importsOf(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')),
  }));

  it('is of the API only what 1.9 has, too', () => {
    const names = sources
      .filter(({ file }) => !file.startsWith('src/register'))
      .flatMap(({ imports }) => imports.filter(({ from }) => from === '@opentelemetry/api'))
      .flatMap(({ what }) => what.replace(/[{}\s]/g, '').split(','));
    expect([...new Set(names)].toSorted()).toEqual(['ROOT_CONTEXT', 'context', 'createContextKey', 'diag']);
  });

  it('is of the SDK nothing but what the preload needs', () => {
    const users = sources.filter(({ imports }) => imports.some(({ from }) => from.startsWith('@opentelemetry/sdk')));
    expect(users.map(({ file }) => file)).toEqual(['src/register/provide.ts']);
    expect(sources.flatMap(({ imports }) => imports.map(({ from }) => from))).not.toContain('@opentelemetry/core');
  });
});

/** The imports that are left when the types are gone. */
function importsOf(source: string): { readonly what: string; readonly from: string }[] {
  return [...source.matchAll(/^import (?!type )([^;]*?) from '([^']*)';$/gm)].map(([, what = '', from = '']) => ({
    what,
    from,
  }));
}
