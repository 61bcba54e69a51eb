import type { Tally } from './hunt.ts';

const COMMAND = 'npx -y pnpm@12.21.0 chaos';
const number = (value: number): string => value.toLocaleString('en');

const kibibytes = (bytes: number): string => `${number(Math.ceil(bytes / 1024))} KiB`;

/** How to see one scenario again. */
export function rerun(seed: number): string {
  return `${COMMAND} --seed ${seed}`;
}

/** The table at the end of a run. */
export function report(tally: Tally, tookMs: number): string {
  const rows: [string, string, string?][] = [
    ['scenarios', number(tally.scenarios)],
    ['events', number(tally.events)],
    ['requests', number(tally.requests)],
    ['faults', number(total(tally.faults)), named(tally.faults)],
    ['lost', number(tally.lost)],
    [
      'duplicated',
      number(tally.duplicated),
      `at most ${number(total(tally.inDoubt))} by the clients' count: ${named(tally.inDoubt)}`,
    ],
    ['refused', number(tally.refused), 'bad events, and no others'],
    ['dropped', number(tally.dropped), 'by policy, and told of in gap records'],
    [
      'most memory',
      kibibytes(tally.mostHeld),
      `at most ${kibibytes(tally.mostAbove)} above queue.maxBytes: batches that are cut are inflated`,
    ],
    ['broken', number(tally.broken.length)],
    ['took', `${Math.round(tookMs / 1000)} s`],
  ];
  const widths = [0, 1].map((at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
  const lines = rows.map(([name, value, more = '']) =>
    `${name.padEnd(widths[0] ?? 0)}  ${value.padStart(widths[1] ?? 0)}  ${more}`.trimEnd(),
  );
  return [...lines, ...tally.broken.flatMap(brokenLines)].join('\n');
}

function brokenLines({ seed, wrong }: Tally['broken'][number]): string[] {
  return ['', `seed ${seed}: ${rerun(seed)}`, ...wrong.map((what) => `  ${what}`)];
}

function named(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${number(count)}`)
    .join(', ');
}

function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
