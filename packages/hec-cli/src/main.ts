import process from 'node:process';
import { describeFlags, HecError, readCommandLine } from 'hec-core';
import { COMMON, type Command, UNUSABLE } from './command.ts';
import { check } from './commands/check.ts';
import { redrive } from './commands/redrive.ts';
import { send } from './commands/send.ts';
import { serve } from './commands/serve.ts';
import { createTerminal } from './terminal.ts';
import { version } from './version.ts';

const COMMANDS: Readonly<Record<string, Command>> = { check, send, redrive, serve };

/**
 * Runs the `hec` command.
 * @param argv what stands after `hec`
 * @returns the exit code: 0 when all is well, 1 when something was lost or is not as it should be, 2 when it could not begin
 */
export async function main(argv: readonly string[]): Promise<number> {
  const [name = '', ...rest] = argv;
  if (name === '--version' || name === '-v') return print(`${version()}\n`);
  if (name === '--help' || name === '-h' || name === 'help') return print(help(rest[0]));
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    process.stderr.write(`${name === '' ? '' : `hec: there is no command "${name}"\n\n`}${help()}`);
    return UNUSABLE;
  }
  // hec-server reads its own flags, --help included.
  if (command === serve) return command.run({ flags: {}, options: {}, positionals: rest }, createTerminal(false));
  try {
    const line = readCommandLine(rest, { ...COMMON, ...command.flags });
    if (line.flags['help'] === true) return print(help(name));
    return await command.run(line, createTerminal(line.flags['json'] === true));
  } catch (error) {
    if (!(error instanceof HecError)) throw error;
    process.stderr.write(`hec ${name}: ${error.message}\nTry hec ${name} --help.\n`);
    return UNUSABLE;
  }
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

function help(name = ''): string {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    const width = Math.max(...Object.values(COMMANDS).map(({ usage }) => usage.length));
    const list = Object.values(COMMANDS).map(({ usage, meaning }) => `  hec ${usage.padEnd(width)}  ${meaning}\n`);
    return `Usage: hec COMMAND …\n\n${list.join('')}\nhec COMMAND --help says more. Every option of the transports is a flag and an environment variable, too:\nbatch.maxBytes is --batch-max-bytes and HEC_BATCH_MAX_BYTES.\n`;
  }
  if (command === serve)
    return `Usage: hec ${command.usage}\n\n${command.meaning}. hec serve --help lists its flags.\n`;
  return `Usage: hec ${command.usage}\n\n${command.meaning}.\n${command.more}\n\nFlags [default]:\n${describeFlags({ ...command.flags, ...COMMON })}`;
}
