import { Buffer } from 'node:buffer';
import type { Ends, Exit } from '../custody/batch.ts';

/**
 * What became of the batches that were handed over, in memory that two threads share: the one that waits can read it
 * though its event loop has ended, and though the other one is not done. A row for each batch, a cell for each way out.
 */
export interface Account {
  readonly memory: SharedArrayBuffer;
  /** `events` of the batch in this row ended so. */
  tell(row: number, exit: Exit, events: number): void;
  read(row: number): Ends;
  /** Says why something was lost; what has no room is left out. */
  explain(why: string): void;
  /** What was said, each once. */
  readonly reasons: readonly string[];
  /** In the thread that tells: it is at work, and from now on stands still for good when nobody waits any longer. */
  begin(): void;
  /** Nothing more will be told. */
  over(): void;
  /** The same, and the thread that tells has come to its end. */
  end(): void;
  /**
   * Blocks this thread until the account is over, so long at most. Then the other one stands still, between two turns of
   * its event loop: Node ends the process with SIGABRT when it ends a thread that is just making a zlib stream.
   */
  wait(timeoutMs: number): void;
}

/** One that is so busy that it does not come round in this time is ended wherever it is. */
const STAND_STILL_MS = 200;

/** All of them, which the compiler sees to. */
const EXITS = Object.keys({
  acked: true,
  taken: true,
  deadLettered: true,
  'dropped:queue-full': true,
  'dropped:not-configured': true,
  'dropped:rate-limited': true,
  'dropped:refused': true,
  'dropped:oversize': true,
  'dropped:poison': true,
  'dropped:retry-attempts': true,
  'dropped:retry-age': true,
  'dropped:too-old': true,
  'dropped:shutdown': true,
  'dropped:closed': true,
  'dropped:spool-damaged': true,
} satisfies Record<Exit, true>) as Exit[];

/** 1 once the account is over. */
const OVER = 0;
/** 1 while the thread that tells is at work. */
const AT_WORK = 1;
/** 1 once nobody waits any longer. */
const ENOUGH = 2;
/** Bytes of the reasons. */
const REASONS = 3;
const FIRST_ROW = 4;
/** Room for the reasons, behind the rows: a line for each. */
const REASON_BYTES = 4096;

export function newAccount(rows: number): Account {
  const cells = FIRST_ROW + rows * EXITS.length;
  return openAccount(new SharedArrayBuffer(cells * Int32Array.BYTES_PER_ELEMENT + REASON_BYTES));
}

const cell = (row: number, exit: number): number => FIRST_ROW + row * EXITS.length + exit;

export function openAccount(memory: SharedArrayBuffer): Account {
  const cellBytes = memory.byteLength - REASON_BYTES;
  const cells = new Int32Array(memory, 0, cellBytes / Int32Array.BYTES_PER_ELEMENT);
  const text = Buffer.from(memory, cellBytes);
  const set = (at: number, value: number): void => {
    Atomics.store(cells, at, value);
    Atomics.notify(cells, at);
  };
  const workUntilEnough = async (): Promise<void> => {
    Atomics.store(cells, AT_WORK, 1);
    await Atomics.waitAsync(cells, ENOUGH, 0).value;
    set(AT_WORK, 0);
    Atomics.wait(cells, ENOUGH, 1);
  };
  return {
    memory,
    tell: (row, exit, events) => void Atomics.add(cells, cell(row, EXITS.indexOf(exit)), events),
    read: (row) =>
      EXITS.map((exit, at) => [exit, Atomics.load(cells, cell(row, at))] as const).filter(([, events]) => events > 0),
    explain(why) {
      const line = Buffer.from(`${why}\n`);
      const at = Atomics.load(cells, REASONS);
      if (at + line.byteLength > text.byteLength) return;
      text.set(line, at);
      Atomics.store(cells, REASONS, at + line.byteLength);
    },
    get reasons() {
      const said = text.toString('utf8', 0, Atomics.load(cells, REASONS)).split('\n');
      return [...new Set(said)].filter((line) => line !== '');
    },
    begin: () => void workUntilEnough(),
    over: () => set(OVER, 1),
    end() {
      set(AT_WORK, 0);
      set(OVER, 1);
    },
    wait(timeoutMs) {
      Atomics.wait(cells, OVER, 0, timeoutMs);
      set(ENOUGH, 1);
      Atomics.wait(cells, AT_WORK, 1, STAND_STILL_MS);
    },
  };
}
