/** Runs jobs one after the other, in the order they came. */
export type Turns = <T>(job: () => Promise<T>) => Promise<T>;

/**
 * libuv's pool has four threads, which are the application's: its file system calls must not wait behind logs. So of
 * each kind of job that occupies a thread there is one at a time in a process, however many clients and destinations
 * it has.
 *
 * @param patience told when a job has begun, with what resolves at its end; when it resolves the next one begins. By
 * default at the end.
 */
export function createTurns(patience: (over: Promise<unknown>) => Promise<unknown> = (over) => over): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (job) => {
    const begun = last;
    const mine = begun.then(job);
    const over = mine.catch(() => undefined);
    last = begun.then(() => patience(over));
    return mine;
  };
}
