// The program `pino-hec`, told to ship what comes on its standard input; says what it took of CPU, from its start.
// Plain JavaScript: to read TypeScript would cost Node half as much again as all that is started here.
import process from 'node:process';
// What bin/pino-hec.js starts: its compiled form, as everybody has it installed.
import { runCli } from '../../../packages/pino-hec/dist/esm/cli.js';

const { url } = JSON.parse(process.argv[2] ?? '{}');
const code = await runCli(['--url', url, '--token-env', 'BENCH_TOKEN', '--block']);
const { user, system } = process.cpuUsage();
process.send?.({ cpuUs: user + system }, () => process.exit(code));
