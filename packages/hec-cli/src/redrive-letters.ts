import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CommandLine, HecOptions } from 'hec-core';
import { FAILED, openClient, UNUSABLE } from './command.ts';
import { type Letter, readLetters } from './dead-letters.ts';
import { pathWithMetadata, withMetadata } from './envelope.ts';
import { finish, isComplete, printLedger } from './ledger.ts';
import { replaceLines } from './replace-lines.ts';
import type { Terminal } from './terminal.ts';

/** So many are sent before it is looked whether they arrived: what a second run would send twice is no more. */
const AT_ONCE = 1000;

/** Sends the events of a dead letter file again, or prints them. */
export async function redriveLetters(file: string, line: CommandLine, terminal: Terminal): Promise<number> {
  const { flags } = line;
  if (flags['print'] === true) return print(file, line, terminal);
  // What is refused once more is kept with its new reason, if it is to take the place of the old one.
  const again = flags['remove'] === true ? path.join(mkdtempSync(path.join(tmpdir(), 'hec-')), 'again') : undefined;
  try {
    return await send(file, line, again, terminal);
  } finally {
    if (again !== undefined) rmSync(path.dirname(again), { recursive: true, force: true });
  }
}

async function send(
  file: string,
  { options, flags }: CommandLine,
  again: string | undefined,
  terminal: Terminal,
): Promise<number> {
  const { host, source, sourcetype, index, ...rest } = options;
  const override = { host, source, sourcetype, index } as Pick<HecOptions, 'host' | 'source' | 'sourcetype' | 'index'>;
  const client = openClient(
    {
      ...rest,
      queue: { ...rest.queue, onFull: 'wait' },
      reportGaps: false,
      ...(again === undefined ? {} : { deadLetter: again }),
    },
    terminal,
  );
  if (client === undefined) return UNUSABLE;

  const { size } = statSync(file);
  const kept: string[] = [];
  let sent: string[] = [];
  let stuck = false;
  /** Waits for what was sent; what did not arrive stays. */
  const settle = async (): Promise<void> => {
    const { held, dropped } = await client.flush();
    stuck ||= held > 0 || dropped > 0;
    if (stuck) kept.push(...sent);
    sent = [];
  };
  for await (const letter of matching(file, size, flags['reason'], (line) => kept.push(line))) {
    if (stuck) {
      kept.push(letter.line);
      continue;
    }
    await client.room();
    const { route, destination } = letter;
    if (route.kind === 'raw')
      client.resend(letter.envelope, { ...route, path: pathWithMetadata(route.path, override) }, destination);
    else client.resend(withMetadata(letter.envelope, override), route, destination);
    sent.push(letter.line);
    if (sent.length >= AT_ONCE) await settle();
  }
  await settle();
  const stats = await finish(client);
  if (again !== undefined) replaceLines(file, size, kept, again);
  printLedger(stats, terminal);
  if (stuck)
    terminal.note(
      `Not everything arrived: the rest of ${file} was not sent, and up to ${AT_ONCE} events may come twice when it is.`,
    );
  return isComplete(stats) && !stuck ? 0 : FAILED;
}

async function print(file: string, { flags }: CommandLine, terminal: Terminal): Promise<number> {
  let count = 0;
  let strange = 0;
  for await (const letter of matching(
    file,
    statSync(file).size,
    flags['reason'],
    (_, isLetter) => isLetter || strange++,
  )) {
    count++;
    const { time, endpoint = 'never sent', reason, status, line, envelope } = letter;
    terminal.say(
      `${terminal.faint(time)} ${terminal.bad(reason)}${status === undefined ? '' : ` (HTTP ${status})`} ${terminal.faint(endpoint)}`,
    );
    terminal.say(`  ${envelope}`);
    terminal.jsonText(line);
  }
  terminal.say(`${count} event${count === 1 ? '' : 's'}`);
  if (strange > 0) terminal.note(`${strange} lines of ${file} are no dead letters`);
  return 0;
}

/** The letters whose reason matches; the other lines are handed to `pass`. */
async function* matching(
  file: string,
  bytes: number,
  reason: string | boolean | undefined,
  pass: (line: string, isLetter: boolean) => unknown,
): AsyncGenerator<Letter, void> {
  const wanted = typeof reason === 'string' ? reason.toLowerCase() : '';
  for await (const letter of readLetters(file, bytes)) {
    if (typeof letter === 'string') pass(letter, false);
    else if (!letter.reason.toLowerCase().includes(wanted)) pass(letter.line, true);
    else yield letter;
  }
}
