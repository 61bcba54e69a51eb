// `pnpm conformance`: every vector of the protocol against our sender and our server. Prints the matrix; exits with 1 when
// a cell fails. `--write` renews the tables of README.md and docs/conformance.md, `--only S28` runs some of them.
import process from 'node:process';
import { commandLine } from '../support/command-line.ts';
import { type Check, checks } from './checks.ts';
import { pages } from './documents.ts';
import { renderTerminal } from './matrix.ts';
import { createChameleon } from './play-server.ts';

const { values } = commandLine('pnpm conformance: every vector of the protocol against our sender and our server', {
  options: {
    only: { type: 'string', meaning: 'Vectors whose speaker and id hold this, for example S28' },
    write: { type: 'boolean', default: false, meaning: 'Renews the tables of README.md and docs/conformance.md' },
  },
});
const wanted = checks.filter(
  ({ id, speaker }) => values.only === undefined || `${speaker} ${id}`.includes(values.only),
);

const failed = new Map<Check, unknown>();
{
  await using chameleon = createChameleon();
  for (const check of wanted) {
    try {
      await check.run(chameleon);
    } catch (error) {
      failed.set(check, error);
    }
  }
}
process.stdout.write(`${renderTerminal(wanted, new Set(failed.keys()))}\n\n`);
for (const [{ id, speaker, side, what }, error] of failed)
  process.stdout.write(`${speaker} ${id} (${side}): ${what}\n${String(error)}\n\n`);
process.stdout.write(
  `${wanted.length - failed.size} of ${wanted.length} cells hold; U: unconfirmed by anyone, self: confirmed by our own server only\n`,
);
if (failed.size > 0) process.exitCode = 1;
else if (values.write) for (const page of pages(checks)) page.write();
