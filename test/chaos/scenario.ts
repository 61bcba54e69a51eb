import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { ChannelMessages, HecOptions, Stats } from 'hec-core';
import { createApplication } from './application.ts';
import { createClock } from './clock.ts';
import { createTakings } from './collector/takings.ts';
import type { Engine } from './engine.ts';
import { type Outcome, sum, untold } from './outcome.ts';
import { type PlannedEvent, plainEvent } from './plan/events.ts';
import { planScenario } from './plan/plan.ts';
import { createRandom } from './random.ts';
import { openStage } from './stage.ts';

/** So long may pass, on however busy a machine, in which nothing comes nearer its end; in real milliseconds. */
const PATIENCE_MS = 45_000;
/** What closes in the middle of it all has so long, in the client's milliseconds. */
const ABRUPT_MS = 3_000;
let runs = 0;

/** Runs the scenario of a seed, from the first event to the last word of the client. */
export async function runScenario(engine: Engine, seed: number, patienceMs: number = PATIENCE_MS): Promise<Outcome> {
  const plan = planScenario(seed);
  const started = performance.now();
  const clock = createClock(createRandom(seed + 1));
  const planned = new Map(plan.steps.flatMap(({ events }) => events).map((event) => [event.id, event]));
  const takings = createTakings((id, line) => isIntact(planned.get(id), line));
  const name = `chaos-${process.pid}-${runs++}`;
  const token = `token-of-${name}`;
  const stage = await openStage(plan, { token, takings, clock });
  const folder = await mkdtemp(join(tmpdir(), 'hec-chaos-'));
  const deadLetter = join(folder, 'dead.ndjson');
  const troubles: string[] = [];

  const sealed = { batches: 0, bytes: 0 };
  const onSealed = (message: unknown): void => {
    const { destination, bytes } = message as ChannelMessages['hec:batch:sealed'];
    if (destination !== name) return;
    sealed.batches++;
    sealed.bytes += bytes;
  };
  subscribe('hec:batch:sealed', onSealed);

  const { spool } = plan;
  const options: HecOptions = {
    ...plan.options,
    name,
    urls: stage.urls,
    token,
    proxy: 'none',
    ...(plan.deadLetter ? { deadLetter } : {}),
    ...(spool === undefined ? {} : { spool: { dir: join(folder, 'spool'), mode: spool, fsync: 'never' } }),
  };
  const client = engine.createHecClient(options, { env: {}, runtime: clock, onWarning: () => {} });

  let mostHeld = 0;
  const watch = (): void => {
    const { ledger, heldBytes } = client.stats();
    mostHeld = Math.max(mostHeld, heldBytes);
    const off = engine.imbalance(ledger);
    if (off !== 0 && troubles.length < 3) troubles.push(`the ledger is off by ${off}: ${JSON.stringify(ledger)}`);
  };
  const application = createApplication(client, clock, plan.options.queue?.onFull === 'wait', watch);
  await application.run(plan.steps);

  /** What is still to come, counted. */
  const unsettled = ({ ledger }: Stats): Unsettled => ({
    held: sum(Object.values(ledger.held)),
    incidents: stage.director.left,
    untold: plan.options.reportGaps === false ? 0 : Math.abs(untold(ledger, takings)),
  });

  /** Goes on logging, a little, until everything that was to go wrong has, and everything is settled. */
  const settle = async (): Promise<void> => {
    let least = Number.POSITIVE_INFINITY;
    let leastAt = 0;
    for (let round = 0; ; round++) {
      await (plan.goesOn ? client.flush({ timeoutMs: 1_000 }) : clock.pause(1_000));
      watch();
      const left = unsettled(client.stats());
      const all = sum(Object.values(left));
      if (all === 0) return;
      if (all < least) [least, leastAt] = [all, performance.now()];
      if (performance.now() - leastAt > patienceMs) {
        const what = JSON.stringify({ ...left, stats: client.stats() });
        troubles.push(`not settled, and nothing came nearer to it for ${patienceMs} ms: ${what}`);
        return;
      }
      // Another event would wake what should have woken by itself.
      if (round % roundsBetween(left) !== 0 || (!plan.goesOn && left.held > 0)) continue;
      const event = plainEvent(planned.size);
      planned.set(event.id, event);
      application.log([event]);
    }
  };
  if (!plan.abrupt) await settle();
  stage.quiet.end();
  await client.close({ timeoutMs: plan.abrupt ? ABRUPT_MS : 20_000 });
  watch();
  // An answer that was lost on the way asks for nothing.
  if (stage.quiet.breaches > 0 && !plan.unclear)
    troubles.push(`${stage.quiet.breaches} requests came before Retry-After was over`);

  unsubscribe('hec:batch:sealed', onSealed);
  await stage.close();
  const letters = await readFile(deadLetter, 'utf8').catch(() => '');
  await rm(folder, { recursive: true });
  return {
    plan,
    planned,
    stats: client.stats(),
    takings,
    deadLetters: letters.split('\n').filter((line) => line !== ''),
    turnedAway: application.turnedAway,
    faults: stage.faults(),
    traffic: stage.traffic,
    sealed,
    mostHeld,
    troubles,
    tookMs: performance.now() - started,
  };
}

interface Unsettled {
  readonly held: number;
  readonly incidents: number;
  readonly untold: number;
}

/** Rounds from one more event to the next: what is held may need others to compare with, a gap takes a minute anyway. */
function roundsBetween({ held, incidents }: Unsettled): number {
  if (held > 0) return 6;
  return incidents > 0 ? 1 : 10;
}

/** Whether a line holds an event as it was handed over, or says that it had to be truncated. */
function isIntact(event: PlannedEvent | undefined, line: string): boolean {
  if (event === undefined) return false;
  return line.includes(event.text) || (line.includes('"truncated":true') && line.includes(`ev:${event.id};`));
}
