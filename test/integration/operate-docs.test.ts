import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { addLedgers, createHecClient, type DropReason } from 'hec-core';
import { describe, expect, it } from 'vitest';
import { createGaps } from '../../packages/hec-core/src/observe/gaps.ts';
import { METRICS } from '../../packages/hec-core/src/observe/metrics.ts';
import { reportOf } from '../../packages/hec-core/src/observe/report.ts';
import { DEFAULTS } from '../../packages/hec-core/src/options/defaults.ts';
import { normalise } from '../../packages/hec-core/src/options/normalise.ts';

const root = path.join(import.meta.dirname, '../..');
const page = readFileSync(path.join(root, 'docs/operate.md'), 'utf8');
const sources = globSync('packages/{hec-core,pino-hec,winston-hec,otel-hec}/src/**/*.ts', { cwd: root })
  .map((file) => readFileSync(path.join(root, file), 'utf8'))
  .join('\n');

/** Names in the first cells of the rows below a heading. */
function firstCells(heading: string): string[] {
  const section = page.split(`\n${heading}\n`)[1]?.split(/\n##/)[0] ?? '';
  const cells = [...section.matchAll(/^\| (`[^|]+) \|/gm)].map(([, cell = '']) => cell);
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
}

/** Codes of warnings as the sources write them: the first argument of what warns, or the `code` of a warning. */
function codesInSources(): Set<string> {
  const calls = [...sources.matchAll(/\b(?:warn|onWarning)\(\s*'([\w-]+)'/g)];
  const objects = [...sources.matchAll(/\bcode: '([a-z][a-z-]+)'/g)];
  const spool = /type SpoolWarning =([^;]+);/.exec(sources)?.[1]?.matchAll(/'(\w+)'/g) ?? [];
  return new Set([...calls, ...objects, ...spool].map(([, code = '']) => code));
}

describe('docs/operate.md', () => {
  it('names every warning, and no other', () => {
    const named = firstCells('## Warnings').filter((code) => !code.startsWith('configuration-') && code !== 'dropped-');
    expect(named.toSorted()).toEqual([...codesInSources()].toSorted());
    // These two are made of a number and of a reason.
    expect(page).toContain('| `configuration-0`, `configuration-1`, … |');
    expect(page).toContain('| `dropped-` and a reason |');
  });

  it('names every stat of a destination, and no other', async () => {
    const client = createHecClient({ url: 'http://127.0.0.1:9' }, { env: {} });
    const [{ name: _, ledger, ...stats } = {}] = client.stats().destinations as unknown as Record<string, object>[];
    await client.close({ timeoutMs: 0 });
    const names = [...Object.keys(ledger ?? {}).map((each) => `ledger.${each}`), ...Object.keys(stats)];
    expect(firstCells('## What a host says of itself').toSorted()).toEqual(names.toSorted());
    for (const each of ['requests', 'endpoints']) {
      const value: unknown = stats[each];
      const members = Object.keys(Array.isArray(value) ? (value[0] as object) : (value as object));
      const row = page.split('\n').find((line) => line.startsWith(`| \`${each}\` |`));
      for (const member of members) expect(row).toContain(`\`${member}\``);
    }
  });

  it('names every metric, and no other', () => {
    expect(firstCells('### Metrics')).toEqual(METRICS.map(({ name }) => `hec.${name}`));
  });

  it('names every reason for a drop, and no other', () => {
    const reasons: Readonly<Record<DropReason, true>> = {
      'queue-full': true,
      'not-configured': true,
      'rate-limited': true,
      refused: true,
      oversize: true,
      'too-old': true,
      poison: true,
      'retry-attempts': true,
      'retry-age': true,
      shutdown: true,
      closed: true,
      'spool-damaged': true,
    };
    expect(firstCells('### Drops').toSorted()).toEqual(Object.keys(reasons).toSorted());
  });

  it('searches for fields that the records have', () => {
    const searches = [...page.matchAll(/```\n([^]*?)```/g)].map(([, search = '']) => search);
    const about = (sourcetype: string): string => searches.filter((search) => search.includes(sourcetype)).join('\n');

    let record: object = {};
    const gaps = createGaps(Date.now, (made) => (record = made) !== undefined);
    gaps.dropped({ events: 1, reason: 'queue-full', from: 0, to: 0, origin: 'logged' });
    gaps.send();
    const { gap } = record as { gap: object };
    const wanted = new Set([...about('hec:gap').matchAll(/\bgap\.(\w+)/g)].map(([, name = '']) => name));
    expect([...wanted].toSorted()).toEqual(Object.keys(gap).toSorted());
    // Splunk wants as many wildcards after `as` as before it.
    expect(about('hec:gap')).toContain('sum(gap.reasons.*) as *');

    const report = reportOf(
      { ledger: addLedgers([]), heldBytes: 0, volume: [], destinations: [] },
      normalise({ url: 'https://h:8088', token: 'T' }, {}),
    );
    const latest = [...about('hec:stats').matchAll(/latest\((\w+)\)/g)].map(([, name = '']) => name);
    expect(Object.keys(report)).toEqual(expect.arrayContaining(latest.filter((name) => name !== '_time')));
    expect(latest).toContain('config');
  });

  it('has the table of outages that its formula gives', () => {
    const [, table = ''] = /<!-- ride-out -->\n\n([^]*?)\n\n<!-- \/ride-out -->/.exec(page) ?? [];
    const MIB = 1_048_576;
    const rooms = [DEFAULTS['queue.maxBytes'] * 7, 256 * MIB * 7, 1024 * MIB * 7, 1024 * MIB];
    const rows = [10, 100, 1000, 10_000].map((rate) => {
      const cells = rooms.map((bytes) => said(bytes / (rate * 500)));
      return `| ${[rate.toLocaleString('en-US'), ...cells].join(' | ')} |`;
    });
    expect(table.split('\n').slice(2)).toEqual(rows);
  });

  it('is linked from the README', () => {
    expect(readFileSync(path.join(root, 'README.md'), 'utf8')).toContain('](docs/operate.md)');
  });
});

const short = (value: number): string => (value >= 10 ? value.toFixed(0) : value.toFixed(1));

function said(seconds: number): string {
  if (seconds < 120) return `${short(seconds)} s`;
  return seconds < 2 * 3600 ? `${short(seconds / 60)} min` : `${short(seconds / 3600)} h`;
}
