import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { help } from './cli/help.ts';
import { readWish, type Wish } from './cli/options.ts';
import { here } from './here.ts';
import { type Served, serve } from './serve.ts';

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** The nearest package.json with a version: dist/cjs has one of its own, without. */
function readVersion(folder: string = here): string {
  try {
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version?: string };
    if (version !== undefined) return version;
  } catch {
    // No package.json here; the next folder up has one.
  }
  return readVersion(dirname(folder));
}

function greet({ url, ca }: Served, { options, caOut }: Extract<Wish, { kind: 'serve' }>): void {
  say(`hec-server answers as ${options.as ?? 'splunk'} at ${url}`);
  say(`  page    ${url}/`);
  say(`  token   ${options.token === undefined ? 'any, from this machine only' : 'the one you gave'}`);
  if (caOut !== undefined) say(`  trust   ${caOut}`);
  else if (ca !== undefined) say('  trust   a self-signed certificate, made for this run; --ca-out <file> writes it');
  if (options.faults?.length)
    say(`  faults  ${options.faults.map((fault) => JSON.stringify(fault)).join('\n          ')}`);
}

function sayGoodbye(served: Served): void {
  const { events, requests, rejected, bytes, inflatedBytes } = served.memory.stats();
  const packed = bytes > 0 && inflatedBytes > bytes ? `, compressed ${(inflatedBytes / bytes).toFixed(1)} times` : '';
  say(
    `${counted(events, 'event')} in ${counted(requests, 'request')} (${rejected} rejected), ${counted(bytes, 'byte')}${packed}`,
  );
}

async function runUntilSignal(wish: Extract<Wish, { kind: 'serve' }>): Promise<void> {
  const served = await serve(wish.options);
  if (wish.caOut !== undefined && served.ca !== undefined) writeFileSync(wish.caOut, served.ca);
  if (wish.print) {
    served.memory.listen((_, events) => {
      for (const { raw } of events) process.stdout.write(`${raw}\n`);
    });
  }
  const { promise: signal, resolve } = Promise.withResolvers<void>();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => resolve());
  greet(served, wish);
  await signal;
  await served.close();
  sayGoodbye(served);
}

/**
 * The `hec-server` command. Resolves with the exit code when a SIGINT or SIGTERM has ended the server: 0, or at once with
 * 1 when it cannot start and 2 when the command line is wrong.
 */
export async function runCli(args: readonly string[]): Promise<number> {
  try {
    const wish = readWish(args);
    if (wish.kind === 'serve') await runUntilSignal(wish);
    else process.stdout.write(wish.kind === 'help' ? help : `${readVersion()}\n`);
    return 0;
  } catch (error) {
    say(`hec-server: ${(error as Error).message}`);
    if (!(error instanceof TypeError)) return 1;
    say('Try `hec-server --help`.');
    return 2;
  }
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
