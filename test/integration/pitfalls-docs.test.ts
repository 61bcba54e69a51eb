import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const docs = path.join(import.meta.dirname, '../../docs');
const rows = [...readFileSync(path.join(docs, 'pitfalls.md'), 'utf8').matchAll(/^\| (\d+) \|.*\| ([^|]+) \|$/gm)].map(
  ([, number, links = '']) => ({
    number: Number(number),
    files: [...links.matchAll(/\]\(([^)]+)\)/g)].map(([, file = '']) => file),
  }),
);

/** The numbers in the names of a file's tests, as in `pitfall 7`, `pitfalls 17, 18 and 19`. */
function numbersIn(file: string): number[] {
  const names = readFileSync(path.join(docs, file), 'utf8').matchAll(
    /^(?!\s*\/\/).*\bpitfalls? (\d+(?:(?:, | and )\d+)*)/gm,
  );
  return [...names].flatMap(([, numbers = '']) => numbers.split(/, | and /).map(Number));
}

it('docs/pitfalls.md names, for each of the forty, tests that carry its number', () => {
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
  const missing = rows.flatMap(({ number, files }) =>
    files.filter((file) => !numbersIn(file).includes(number)).map((file) => `${number}: ${file}`),
  );
  expect(missing).toEqual([]);
  expect(rows.filter(({ files }) => files.length === 0)).toEqual([]);
});
