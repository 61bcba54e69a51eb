// Writes the table of all options between the markers `<!-- options -->` and `<!-- /options -->` of Markdown files:
//   node scripts/options-table.ts [--check] [FILE...]
// Without files: README.md, those of the packages, and docs/*.md, as far as they have the markers.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { OPTIONS_TABLE, type OptionRow } from '../packages/hec-core/src/options/table.ts';

const BEGIN = '<!-- options -->';
const END = '<!-- /options -->';
const root = path.join(import.meta.dirname, '..');

/** A cell holds no line break, and a bar in it, code or not, needs a backslash (GitHub Flavored Markdown 4.10). */
const cell = (text: string): string => text.replaceAll('|', '\\|');
const code = (text: string): string => `\`${text}\``;

/** The options as a Markdown table. */
export function renderOptions(rows: readonly OptionRow[]): string {
  const lines = rows.map(({ path: name, type, range, default: fallback, env, meaning }) =>
    [code(name), meaning, range === '' ? code(type) : `${code(type)}, ${range}`, fallback, env.map(code).join(', ')]
      .map(cell)
      .join(' | '),
  );
  return ['Option | Meaning | Type | Default | Environment', '--- | --- | --- | --- | ---', ...lines]
    .map((line) => `| ${line} |`)
    .join('\n');
}

/**
 * The text with its table renewed; undefined when it has no markers.
 * @throws Error when the markers do not pair.
 */
export function withOptions(markdown: string, rows: readonly OptionRow[]): string | undefined {
  const parts = markdown.split(BEGIN);
  if (parts.length === 1 && !markdown.includes(END)) return undefined;
  const [before = '', rest = ''] = parts;
  const [table, after, ...more] = rest.split(END);
  if (parts.length !== 2 || table === undefined || after === undefined || more.length > 0) {
    throw new Error(`expected one ${BEGIN} and after it one ${END}`);
  }
  return `${before}${BEGIN}\n\n${renderOptions(rows)}\n\n${END}${after}`;
}

/** The files that have a table, relative to the repository. */
export const documents = (): string[] =>
  globSync(['README.md', 'packages/*/README.md', 'docs/*.md'], { cwd: root })
    .filter((file) => readFileSync(path.join(root, file), 'utf8').includes(BEGIN))
    .toSorted();

/** Whether a file's table says what the options are; true for a file without one. */
export function isFresh(file: string): boolean {
  const markdown = readFileSync(path.resolve(root, file), 'utf8');
  return (withOptions(markdown, OPTIONS_TABLE) ?? markdown) === markdown;
}

function main(args: readonly string[]): void {
  const named = args.filter((arg) => !arg.startsWith('--')).map((file) => path.resolve(file));
  for (const file of named.length > 0 ? named : documents()) {
    if (isFresh(file)) continue;
    if (args.includes('--check')) {
      process.exitCode = 1;
      process.stderr.write(`${file}: the options table is stale; run \`node scripts/options-table.ts\`\n`);
      continue;
    }
    const whole = path.resolve(root, file);
    writeFileSync(whole, withOptions(readFileSync(whole, 'utf8'), OPTIONS_TABLE) ?? '');
    process.stdout.write(`${file}: written\n`);
  }
}

if (process.argv[1] === import.meta.filename) main(process.argv.slice(2));
