import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Check } from './checks.ts';
import { renderMatrix, renderSummary } from './matrix.ts';

const root = path.join(import.meta.dirname, '../..');
const BEGIN = '<!-- conformance -->';
const END = '<!-- /conformance -->';

const DOCUMENTS = { 'README.md': renderSummary, 'docs/conformance.md': renderMatrix } as const;

/** A page that holds what the suite knows, between markers. */
export interface Page {
  readonly file: string;
  readonly fresh: boolean;
  write(): void;
}

/** @throws Error when a page has no markers. */
export function pages(checks: readonly Check[]): Page[] {
  return Object.entries(DOCUMENTS).map(([file, render]) => {
    const name = path.join(root, file);
    const before = readFileSync(name, 'utf8');
    const [head, rest = ''] = before.split(BEGIN);
    const [, tail] = rest.split(END);
    if (tail === undefined) throw new Error(`${file}: expected ${BEGIN} and ${END}`);
    const after = `${head}${BEGIN}\n\n${render(checks)}\n\n${END}${tail}`;
    return { file, fresh: before === after, write: () => writeFileSync(name, after) };
  });
}
