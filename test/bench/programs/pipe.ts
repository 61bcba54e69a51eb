// The program `pino-hec`, told to ship what comes on its standard input; says what it took of CPU, from its start.
import process from 'node:process';
import { runCli } from '../../../packages/pino-hec/src/cli.ts';
import { jobOf } from '../program.ts';

const { url } = jobOf() as { url: string };
const code = await runCli(['--url', url, '--token-env', 'BENCH_TOKEN', '--block']);
const { user, system } = process.cpuUsage();
process.send?.({ cpuUs: user + system }, () => process.exit(code));
