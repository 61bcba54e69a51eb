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
  /** Nothing more will be told. */
  over(): void;
  /** Blocks this thread until the account is over, so long at most. */
  wait(timeoutMs: number): void;
}

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

/** Not 0 once the account is over. */
const STATE = 0;
const FIRST_ROW = 1;

export function newAccount(rows: number): Account {
  const cells = FIRST_ROW + rows * EXITS.length;
  return openAccount(new SharedArrayBuffer(cells * Int32Array.BYTES_PER_ELEMENT));
}

const cell = (row: number, exit: number): number => FIRST_ROW + row * EXITS.length + exit;

export function openAccount(memory: SharedArrayBuffer): Account {
  const cells = new Int32Array(memory);
  return {
    memory,
    tell: (row, exit, events) => void Atomics.add(cells, cell(row, EXITS.indexOf(exit)), events),
    read: (row) =>
      EXITS.map((exit, at) => [exit, Atomics.load(cells, cell(row, at))] as const).filter(([, events]) => events > 0),
    over() {
      Atomics.store(cells, STATE, 1);
      Atomics.notify(cells, STATE);
    },
    wait: (timeoutMs) => void Atomics.wait(cells, STATE, 0, timeoutMs),
  };
}
