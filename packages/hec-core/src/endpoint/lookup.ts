import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { nodeRuntime, type Runtime } from '../runtime.ts';
import { createTurns } from '../turns.ts';

type Answer = Parameters<Parameters<LookupFunction>[2]>;
type Timers = Pick<Runtime, 'timer'>;
type Resolve = (name: string, options: LookupOptions, done: (...found: Answer) => void) => void;

/**
 * How long others wait for a look-up. getaddrinfo cannot be cancelled, and a name server that is silent holds it for
 * 10 s and more (resolv.conf(5): 5 s an attempt, two attempts, each server, each search domain): one dead name must not
 * keep other destinations from connecting. libuv gives look-ups half of its threads at most (threadpool.c,
 * `slow_work_thread_threshold`), so that those that hang never have them all.
 */
const PATIENCE_MS = 1000;

/**
 * Looks names up as Node does (getaddrinfo, so that /etc/hosts and the like count), one at a time unless one hangs.
 * Connections that want the same name meanwhile share the answer, so that one that hangs is asked for once; it is not
 * kept any longer, so that every new connection sees a change of DNS.
 */
export function createLookup(resolveName: Resolve, runtime: Timers): LookupFunction {
  const inTurn = createTurns((over) => atMost(PATIENCE_MS, over, runtime));
  const asked = new Map<string, Promise<Answer>>();
  return (hostname, options, callback) => {
    const key = `${hostname} ${JSON.stringify(options)}`;
    let answer = asked.get(key);
    if (answer === undefined) {
      answer = inTurn(
        () =>
          new Promise<Answer>((resolve) => {
            const answered = (...found: Answer): void => {
              asked.delete(key);
              resolve(found);
            };
            // A wrapper may throw.
            try {
              resolveName(hostname, options, answered);
            } catch (error) {
              answered(error as NodeJS.ErrnoException, '', 0);
            }
          }),
      );
      asked.set(key, answer);
    }
    const tell = (found: Answer): void => callback(...found);
    void answer.then(tell);
  };
}

async function atMost(ms: number, over: Promise<unknown>, { timer }: Timers): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const running = timer(ms, resolve);
  await Promise.race([over, late]);
  running.cancel();
}

/** As it is when it is called: applications wrap it, to cache or to trace. */
const resolveNow: Resolve = (name, options, done) =>
  lookup(name, options, (error, address: string | LookupAddress[], family) => done(error, address, family));

/** For all clients and destinations of a process. */
export const lookupInTurn: LookupFunction = createLookup(resolveNow, nodeRuntime);
