/** Runs jobs one after the other, in the order they came. */
export type Turns = <T>(job: () => Promise<T>) => Promise<T>;

/**
 * libuv's pool has four threads, which are the application's: its file system calls must not wait behind logs. So of
 * each kind of job that occupies a thread there is one at a time in a process, however many clients and destinations
 * it has.
 */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (job) => {
    const mine = last.then(job);
    last = mine.catch(() => undefined);
    return mine;
  };
}
