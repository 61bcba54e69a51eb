import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { clearTimeout, setTimeout } from 'node:timers';
import { gunzipSync } from 'node:zlib';
import { type CommandLine, type HecClient, HecError, inspectSpool, type Sight } from 'hec-core';
import { FAILED, openClient, UNUSABLE } from './command.ts';
import { finish, isComplete, printLedger } from './ledger.ts';
import type { Terminal } from './terminal.ts';

const LIMITS = { bytes: 1_000_000, events: 10_000 };
/** How long nothing may happen before it is over. */
const PATIENCE_MS = 10_000;

/** Delivers what a spool directory holds, as an application that opens it would, or prints it. */
export async function redriveSpool(dir: string, { flags, options }: CommandLine, terminal: Terminal): Promise<number> {
  for (const flag of ['reason', 'remove'])
    if (flags[flag] !== undefined)
      throw new HecError(
        'HEC_INVALID_OPTION',
        `--${flag} is for dead letter files: a spool knows no reasons, and is emptied as it is delivered`,
      );
  if (flags['print'] === true) return print(dir, terminal);
  let code = 0;
  for (const { destination, dialect } of await holdings(dir, options.name, terminal)) {
    const client = openClient(
      { ...options, name: destination, dialect, spool: { dir, mode: 'overflow' } } as typeof options,
      terminal,
    );
    if (client === undefined) return UNUSABLE;
    const empty = await emptied(client, dir, destination);
    const stats = await finish(client);
    terminal.say(`${destination} (${dialect})`);
    printLedger(stats, terminal);
    if (!empty || !isComplete(stats)) code = FAILED;
  }
  return code;
}

async function holdings(
  dir: string,
  only: string | undefined,
  terminal: Terminal,
): Promise<{ destination: string; dialect: string }[]> {
  const found = new Map<string, { destination: string; dialect: string }>();
  for await (const sight of sights(dir)) {
    if (sight.batch === undefined) terminal.note(`${sight.segment}: ${sight.problem}`);
    else if (only === undefined || only === sight.destination)
      found.set(`${sight.destination} ${sight.dialect}`, { destination: sight.destination, dialect: sight.dialect });
  }
  if (found.size === 0) terminal.say('nothing is held');
  return [...found.values()];
}

/** Resolves with whether nothing is left, once that is so or nothing moves any more. */
async function emptied(client: HecClient, dir: string, destination: string): Promise<boolean> {
  for (;;) {
    const moved = movement();
    await client.flush();
    let left = 0;
    for await (const sight of sights(dir)) if (sight.destination === destination) left += sight.batch?.events ?? 0;
    if (left === 0) {
      moved.cancel();
      return true;
    }
    if (!(await moved.happened)) return false;
  }
}

/** Whether anything is delivered or comes from the disk before patience is over. */
function movement(): { readonly happened: Promise<boolean>; cancel(): void } {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const yes = (): void => resolve(true);
  const timer = setTimeout(() => resolve(false), PATIENCE_MS);
  subscribe('hec:delivered', yes);
  subscribe('hec:spool', yes);
  const cancel = (): void => {
    clearTimeout(timer);
    unsubscribe('hec:delivered', yes);
    unsubscribe('hec:spool', yes);
  };
  void promise.finally(cancel);
  return { happened: promise, cancel };
}

async function print(dir: string, terminal: Terminal): Promise<number> {
  let count = 0;
  for await (const sight of sights(dir)) {
    if (sight.batch === undefined) {
      terminal.note(`${sight.segment}: ${sight.problem}`);
      continue;
    }
    const { batch, destination, dialect } = sight;
    count += batch.events;
    const body = batch.encoding === 'gzip' ? gunzipSync(batch.body) : Buffer.from(batch.body);
    terminal.say(
      `${terminal.faint(new Date(batch.firstAt).toISOString())} ${destination} (${dialect}), ${batch.events} event${batch.events === 1 ? '' : 's'} for ${batch.route.path}`,
    );
    terminal.say(`  ${body.toString().trimEnd().replaceAll('\n', '\n  ')}`);
    terminal.json({
      destination,
      dialect,
      route: batch.route.path,
      events: batch.events,
      firstAt: batch.firstAt,
      body: body.toString(),
    });
  }
  terminal.say(`${count} event${count === 1 ? '' : 's'}`);
  return 0;
}

async function* sights(dir: string): AsyncGenerator<Sight, void> {
  try {
    yield* inspectSpool(dir, LIMITS);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new HecError('HEC_SPOOL_UNUSABLE', `${dir} cannot be read (${code})`, { cause });
  }
}
