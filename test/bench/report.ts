import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { kept } from './results.ts';
import { caption, table } from './table.ts';

const page = path.join(import.meta.dirname, '../../docs/performance.md');

/** Writes the tables of docs/performance.md anew from the results kept; the text around them stays. */
export function report(): void {
  let text = readFileSync(page, 'utf8');
  for (const { bench, about, header, figures } of kept()) {
    const open = `<!-- bench ${bench} -->`;
    const close = `<!-- /bench ${bench} -->`;
    const from = text.indexOf(open);
    const to = text.indexOf(close);
    if (from === -1 || to === -1)
      throw new Error(`docs/performance.md has no place for "${bench}": ${open} … ${close}`);
    const body = [`\`pnpm bench ${bench}\`: ${about}.`, table(figures), caption(header)].join('\n\n');
    text = `${text.slice(0, from + open.length)}\n\n${body}\n\n${text.slice(to)}`;
  }
  writeFileSync(page, text);
}
