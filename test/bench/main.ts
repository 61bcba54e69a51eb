// pnpm bench [name…] [--quick | --long]: measures, prints and keeps. pnpm bench --report: writes the tables of
// docs/performance.md and README.md. pnpm bench --headline: measures what matters most, and writes them.
import process from 'node:process';
import { commandLine } from '../support/command-line.ts';
import { benches, headline } from './benches.ts';
import type { Bench } from './figure.ts';
import { header, load } from './header.ts';
import { report } from './report.ts';
import { keep } from './results.ts';
import { caption, table } from './table.ts';

const { values, positionals } = commandLine(
  `pnpm bench [name…]: measures, prints and keeps. There are: ${benches.map(({ name }) => name).join(', ')}.`,
  {
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false, meaning: 'Small blocks; nothing is kept' },
      long: { type: 'boolean', default: false, meaning: 'Ten million events, ten minutes of outage' },
      headline: { type: 'boolean', default: false, meaning: 'What matters most, and writes the tables' },
      report: { type: 'boolean', default: false, meaning: 'Writes the tables of docs/performance.md and README.md' },
    },
  },
);

const print = (text: string): void => void process.stdout.write(`${text}\n`);

async function measure({ name, about, run }: Bench): Promise<void> {
  const before = load();
  print(`\n${name}: ${about}`);
  const figures = await run({ quick: values.quick, long: values.long, say: (text) => print(`  ${text}`) });
  const result = { bench: name, about, header: header(before, values.quick), figures };
  print(`\n${table(figures)}\n\n${caption(result.header)}`);
  if (!values.quick) keep(result);
}

const unknown = positionals.filter((name) => !benches.some((bench) => bench.name === name));
if (unknown.length > 0) {
  print(`There is no benchmark ${unknown.join(', ')}. There are: ${benches.map(({ name }) => name).join(', ')}.`);
  process.exitCode = 1;
} else if (values.report) report();
else {
  const all = values.headline ? headline : benches;
  const wanted = positionals.length === 0 ? all : benches.filter(({ name }) => positionals.includes(name));
  for (const bench of wanted)
    try {
      await measure(bench);
    } catch (error) {
      // What one cannot measure is no reason to throw away what the others did.
      print(`\n${bench.name} has no result: ${String(error)}`);
      process.exitCode = 1;
    }
  if (values.headline && !values.quick) report();
}
