import process from 'node:process';
import { type ParseArgsConfig, parseArgs } from 'node:util';

interface Flag {
  readonly type: 'string' | 'boolean';
  readonly default?: string | boolean;
  readonly meaning: string;
}

/** What a command of this folder takes. */
export interface CommandLine extends Omit<ParseArgsConfig, 'options' | 'args'> {
  readonly options: Readonly<Record<string, Flag>>;
}

/** Reads the command line. `--help`, and what nobody knows, end the process with what there is. */
export function commandLine<const T extends CommandLine>(usage: string, config: T): ReturnType<typeof parseArgs<T>> {
  const help = (): string => {
    const rows = Object.entries(config.options).map(([name, { type, default: otherwise, meaning }]) => {
      const flag = `  --${name}${type === 'string' ? ' …' : ''}`.padEnd(18);
      return `${flag} ${meaning}${typeof otherwise === 'string' ? ` [${otherwise}]` : ''}`;
    });
    return `${usage}\n\n${rows.join('\n')}\n`;
  };
  if (process.argv.includes('--help')) {
    process.stdout.write(help());
    process.exit(0);
  }
  try {
    return parseArgs(config);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${help()}`);
    return process.exit(2);
  }
}
