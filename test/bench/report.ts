import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Figure } from './figure.ts';
import { root } from './pnpm.ts';
import { kept, type Result } from './results.ts';
import { caption, digits, table } from './table.ts';

/** Writes the tables of docs/performance.md and of README.md anew from the results kept; the text around them stays. */
export function report(): void {
  const results = kept();
  rewrite(
    'docs/performance.md',
    results.map(({ bench, about, header, figures }) => [
      bench,
      [`\`pnpm bench ${bench}\`: ${about}.`, table(figures), caption(header)].join('\n\n'),
    ]),
  );
  rewrite('README.md', [['headline', headline(results)]]);
}

/** @param blocks what stands between `<!-- bench name -->` and `<!-- /bench name -->` */
function rewrite(page: string, blocks: readonly (readonly [name: string, text: string])[]): void {
  const file = path.join(root, page);
  let text = readFileSync(file, 'utf8');
  for (const [name, block] of blocks) {
    const open = `<!-- bench ${name} -->`;
    const close = `<!-- /bench ${name} -->`;
    const from = text.indexOf(open);
    const to = text.indexOf(close);
    if (from === -1 || to === -1) throw new Error(`${page} has no place for "${name}": ${open} … ${close}`);
    text = `${text.slice(0, from + open.length)}\n\n${block}\n\n${text.slice(to)}`;
  }
  writeFileSync(file, text);
}

function headline(results: readonly Result[]): string {
  const rows = results.flatMap(({ bench, figures }) => figures.filter(isHeadline).map((figure) => row(bench, figure)));
  const [first] = results.filter(({ figures }) => figures.some(isHeadline));
  return [
    ['| what | here | there | ratio | again with |', '| --- | --- | --- | --- | --- |', ...rows].join('\n'),
    ...(first === undefined ? [] : [caption(first.header)]),
  ].join('\n\n');
}

const isHeadline = ({ headline: words }: Figure): boolean => words !== undefined;

function row(bench: string, { headline: words, ours, theirs, ratio }: Figure): string {
  return `| ${words} | ${ours} | ${theirs} | ${digits(ratio.median)} | \`pnpm bench ${bench}\` |`;
}
