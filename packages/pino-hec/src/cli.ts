// oxlint-disable-next-line import/no-unassigned-import -- it is imported for what it throws, and has to come first
import './require-node.ts';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { createHecClient, describeFlags, type HecClient, HecError, readCommandLine } from 'hec-core';
import { FLAGS, lineFlags } from './cli/flags.ts';
import { startPipe } from './cli/pipe.ts';
import { onSignals } from './cli/signals.ts';
import { lossLine, say } from './last-words.ts';
import { lineOptions } from './levels.ts';
import { divideOptions } from './options.ts';
import { longestLine } from './oversize.ts';
import { targetPath } from './target.ts';

const HELP = `Usage: node app.js | pino-hec [flags]

Delivers what a program prints, one event a line, to an HTTP Event Collector: pino's JSON lines as they are, anything
else as text, stack traces as one event. Exits with 1 if an event was lost, with one line that says what; with 2 if
it could not begin.

Every option is a flag too, and an environment variable: batch.maxBytes is --batch-max-bytes and HEC_BATCH_MAX_BYTES.

  node app.js | pino-hec --url https://splunk.example.com:8088 --token-env HEC_TOKEN --tee

Flags [default]:
`;

/** @returns the exit code */
export async function runCli(argv: readonly string[]): Promise<number> {
  try {
    const { flags, options, positionals } = readCommandLine(argv, FLAGS);
    if (flags['help'] === true) return print(HELP + describeFlags(FLAGS));
    if (flags['version'] === true) return print(`${version()}\n`);
    if (positionals.length > 0)
      throw new HecError('HEC_INVALID_OPTION', `what is "${positionals[0]}" for? Only flags are taken`);
    const block = flags['block'] === true;
    const { hec, lines } = divideOptions({ ...options, ...lineFlags(flags) });
    const client = createHecClient(block ? { ...hec, queue: { ...hec.queue, onFull: 'wait' } } : hec, {
      onWarning: ({ code, message }) => void (code === 'dropped-shutdown' || say(`pino-hec: ${message}`)),
    });
    if (client.stats().destinations.every(({ endpoints }) => endpoints.length === 0)) return 2;
    const pipe = startPipe({
      input: process.stdin,
      client,
      options: lineOptions(lines, false),
      maxLineBytes: longestLine(hec.batch?.maxBytes),
      tee: flags['tee'] === true ? process.stdout : undefined,
      block,
    });
    const hurry = Promise.withResolvers<void>();
    const release = onSignals({
      endInput() {
        pipe.stop();
        hurry.resolve();
      },
      // hec-core says what that costs as the process ends.
      giveUp: (code) => process.exit(code),
    });
    await pipe.done;
    // At the end of the input there is no hurry as long as something is delivered; a signal is one.
    await Promise.race([inPeace(client), hurry.promise]);
    await client.close();
    release();
    // Nobody reads on, and an open pipe would keep the process.
    process.stdin.destroy();
    return conclude(client, flags['stats'] === true);
  } catch (error) {
    if (!(error instanceof HecError)) throw error;
    say(`pino-hec: ${error.message}\nTry pino-hec --help.`);
    return 2;
  }
}

/** Delivers as long as that gets on. */
async function inPeace(client: HecClient): Promise<void> {
  for (;;) {
    const { drained, delivered, refused } = await client.flush();
    if (drained || delivered + refused === 0) return;
  }
}

function conclude(client: HecClient, withStats: boolean): number {
  const stats = client.stats();
  if (withStats) say(JSON.stringify(stats.ledger));
  const loss = lossLine('pino-hec', stats);
  if (loss !== undefined) say(loss);
  return loss === undefined ? 0 : 1;
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

function version(): string {
  // From the sources and from either build the manifest is somewhere above; the CommonJS build has a stub in between.
  for (let folder = dirname(targetPath); ; folder = dirname(folder)) {
    const { name, version: found } = manifest(join(folder, 'package.json'));
    if (name === 'pino-hec' && found !== undefined) return found;
    if (folder === dirname(folder)) return 'unknown';
  }
}

function manifest(file: string): { name?: string; version?: string } {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { name?: string; version?: string };
  } catch {
    return {};
  }
}
