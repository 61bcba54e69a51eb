// The program `pino-hec`, told to ship what comes on its standard input; says what it took of CPU, from its start.
import process from 'node:process';
import { jobOf } from '../program.ts';

// What bin/pino-hec.js starts: its compiled form, as everybody has it installed.
const built = new URL('../../../packages/pino-hec/dist/esm/cli.js', import.meta.url);
const { runCli } = (await import(built.href)) as typeof import('../../../packages/pino-hec/src/cli.ts');
const { url } = jobOf() as { url: string };
const code = await runCli(['--url', url, '--token-env', 'BENCH_TOKEN', '--block']);
const { user, system } = process.cpuUsage();
process.send?.({ cpuUs: user + system }, () => process.exit(code));
