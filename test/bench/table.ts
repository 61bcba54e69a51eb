import { type Figure, met } from './figure.ts';
import type { Header } from './header.ts';

/** The figures as a Markdown table, which a terminal can show as well. */
export function table(figures: readonly Figure[]): string {
  const head = ['', 'what', 'measured', 'against', 'ratio (95 % interval)', 'target', ''];
  const rows = figures.map((figure) => {
    const { ratio } = figure;
    return [
      figure.id,
      figure.what,
      figure.ours,
      figure.theirs,
      `**${digits(ratio.median)}** (${digits(ratio.low)}–${digits(ratio.high)}, n = ${ratio.blocks})`,
      targetOf(figure),
      verdict(figure),
    ];
  });
  const widths = head.map((_, at) => Math.max(3, ...[head, ...rows].map((row) => (row[at] as string).length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] as number)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

export function caption({
  at,
  commit,
  node,
  zlib,
  platform,
  cores,
  cpu,
  memoryGiB,
  loadBefore,
  loadAfter,
}: Header): string {
  return `Node ${node} (zlib ${zlib}), ${platform}, ${cores} cores of ${cpu}, ${memoryGiB} GiB, load ${loadBefore} before and ${loadAfter} after, ${at.slice(0, 10)}, commit ${commit}.`;
}

export const digits = (ratio: number): string => (ratio >= 100 ? ratio.toFixed(0) : ratio.toFixed(2));

function targetOf({ target }: Figure): string {
  if (target === undefined) return 'recorded';
  return 'atMost' in target ? `≤ ${target.atMost}` : `≥ ${target.atLeast}`;
}

function verdict(figure: Figure): string {
  const verdicts = { true: 'met', false: 'missed', undefined: '' } as const;
  return verdicts[`${met(figure)}`];
}
