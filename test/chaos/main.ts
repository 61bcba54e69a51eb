// `pnpm chaos`: many scenarios, a table. `--seed S` runs one of them, `--among KIND` those of a kind, `--mutants` checks that planted bugs are caught.
import process from 'node:process';
import { parseArgs } from 'node:util';
import { loadEngine } from './engine.ts';
import { hunt } from './hunt.ts';
import { huntMutants } from './mutants/hunt-mutants.ts';
import { seedsFrom } from './plan/kinds.ts';
import { report } from './report.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    seed: { type: 'string' },
    from: { type: 'string', default: '1' },
    lanes: { type: 'string', default: '8' },
    mutants: { type: 'boolean', default: false },
    only: { type: 'string' },
    engine: { type: 'string' },
    among: { type: 'string' },
    patience: { type: 'string' },
    'until-broken': { type: 'boolean', default: false },
  },
});

if (values.mutants) {
  process.exitCode = (await huntMutants(values.only)) ? 0 : 1;
} else {
  const started = performance.now();
  const first = Number(values.seed ?? values.from);
  const count = values.seed === undefined ? Number(values.seeds) : 1;
  const tally = await hunt(await loadEngine(values.engine), seedsFrom(first, count, values.among), {
    lanes: Number(values.lanes),
    stopAtFirst: values['until-broken'],
    ...(values.patience === undefined ? {} : { patienceMs: Number(values.patience) }),
  });
  process.stdout.write(`${report(tally, performance.now() - started)}\n`);
  process.exitCode = tally.broken.length === 0 ? 0 : 1;
  // The others would go on for a while, and nobody wants to know.
  if (values['until-broken']) process.exit();
}
