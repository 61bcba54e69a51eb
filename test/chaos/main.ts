// `pnpm chaos`: many scenarios, a table.
import process from 'node:process';
import { commandLine } from '../support/command-line.ts';
import { loadEngine } from './engine.ts';
import { hunt } from './hunt.ts';
import { huntMutants } from './mutants/hunt-mutants.ts';
import { KINDS, seedsFrom } from './plan/kinds.ts';
import { report } from './report.ts';

const { values } = commandLine('pnpm chaos: the engine under faults, scenario by scenario, each from its seed', {
  options: {
    seeds: { type: 'string', default: '1000', meaning: 'How many scenarios' },
    from: { type: 'string', default: '1', meaning: 'The first seed' },
    seed: { type: 'string', meaning: 'Only this one' },
    among: { type: 'string', meaning: `Only those of a kind: ${KINDS.join(', ')}` },
    lanes: { type: 'string', default: '8', meaning: 'Scenarios at once' },
    patience: { type: 'string', meaning: 'Milliseconds that a scenario may take' },
    'until-broken': { type: 'boolean', default: false, meaning: 'Stops at the first that is broken' },
    mutants: { type: 'boolean', default: false, meaning: 'Plants bugs one by one: each has to be caught' },
    only: { type: 'string', meaning: 'With --mutants: those whose name holds this' },
    engine: { type: 'string', meaning: 'Another module in the place of hec-core' },
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
