import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Bench, Figure } from './figure.ts';
import { chunksOf } from './lines.ts';
import { pnpm } from './pnpm.ts';
import { startProgram } from './program.ts';
import { type Shipper, shipperConfigs } from './shipper-configs.ts';
import { type Sink, startSink } from './sink.ts';
import { ratios } from './statistics.ts';
import { grouped, median } from './units.ts';

/** Linux counts the CPU of a process in hundredths of a second. */
const TICK_US = 10_000;
const STEP_MS = 100;
const QUIET_MS = 2000;

/** P6: the programs that ship log files. */
export const shippers: Bench = {
  name: 'shippers',
  about:
    'events per CPU-second of `pino-hec < file`, its start included, against other programs that ship the same file with gzip, as they are on PATH; lines of 250 bytes',
  async run({ quick, say }) {
    say('builds the packages');
    pnpm(['run', 'build']);
    const events = quick ? 20_000 : 1_000_000;
    const dir = mkdtempSync(path.join(tmpdir(), 'hec-bench-file-'));
    const file = path.join(dir, 'app.log');
    writeFileSync(file, chunksOf(250, 0, events).join(''));
    const pipe = (sink: Sink): Promise<number> => ourPipe(file, sink.url);
    const figures: Figure[] = [];
    for (const shipper of shipperConfigs) {
      if (!isThere(shipper.program)) {
        say(`${shipper.name}: ${shipper.program} is not on PATH`);
        continue;
      }
      const ours: number[] = [];
      const theirs: number[] = [];
      for (let block = 0; block < (quick ? 1 : 5); block++) {
        ours.push(await perCpuSecond(events, pipe));
        theirs.push(await perCpuSecond(events, (sink) => foreign(shipper, file, dir, sink)));
      }
      figures.push({
        id: 'P6',
        what: `pino-hec and ${shipper.name}`,
        ours: `${grouped(median(ours))} events/CPU-s`,
        theirs: `${grouped(median(theirs))} events/CPU-s`,
        ratio: ratios(ours, theirs),
        target: { atLeast: shipper.atLeast },
      });
    }
    const runs: number[] = [];
    for (let run = 0; run < (quick ? 1 : 5); run++) runs.push(await perCpuSecond(events, pipe));
    const alone = median(runs);
    say(`pino-hec < file: ${grouped(alone)} events per CPU-second`);
    rmSync(dir, { recursive: true });
    // With nobody to compare with, a second of CPU is.
    if (figures.length > 0) return figures;
    const what = 'pino-hec alone: none of the others is on PATH; ratio in millions';
    const ratio = ratios(
      runs,
      runs.map(() => 1e6),
    );
    return [{ id: 'P6', what, ours: `${grouped(alone)} events/CPU-s`, theirs: 'nobody', ratio }];
  },
};

/** Runs until the collector has all. */
async function perCpuSecond(events: number, cpuUs: (sink: Sink) => Promise<number>): Promise<number> {
  await using sink = await startSink();
  const us = await cpuUs(sink);
  await sink.prove(events);
  return (events * 1e6) / us;
}

async function ourPipe(file: string, url: string): Promise<number> {
  const child = startProgram('pipe.mjs', { url }, { built: true, stdinFrom: file, env: { BENCH_TOKEN: 'bench' } });
  const ended = once(child, 'exit');
  const [{ cpuUs }] = (await once(child, 'message')) as [{ cpuUs: number }];
  await ended;
  return cpuUs;
}

/** These follow a file for ever: one is done when nothing has come from it for a while. */
async function foreign(shipper: Shipper, file: string, dir: string, sink: Sink): Promise<number> {
  const config = path.join(dir, shipper.configFile);
  writeFileSync(config, shipper.config(file, new URL(sink.url), dir));
  const child = spawn(shipper.program, shipper.args(config), { stdio: 'ignore' });
  const ended = once(child, 'exit');
  let used = 0;
  let before = 0;
  for (let still = 0; still < QUIET_MS; still += STEP_MS) {
    await setTimeout(STEP_MS);
    const { bytes } = await sink.progress();
    if (bytes !== before || bytes === 0) {
      still = 0;
      used = cpuOf(child);
    }
    if (child.exitCode !== null) throw new Error(`${shipper.program} ended with ${child.exitCode}`);
    before = bytes;
  }
  child.kill();
  await ended;
  rmSync(config);
  return used;
}

function isThere(program: string): boolean {
  try {
    execFileSync('which', [program], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** User and system time of all threads, from `/proc`. */
function cpuOf({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK_US;
}
