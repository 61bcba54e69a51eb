import { type LookupAddress, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { createTurns } from '../turns.ts';

type Answer = Parameters<Parameters<LookupFunction>[2]>;

const inTurn = createTurns();
const asked = new Map<string, Promise<Answer>>();

/**
 * Looks a name up as Node does (getaddrinfo, so that /etc/hosts and the like count), one name at a time in a process.
 * Connections that want the same name meanwhile share the answer; it is not kept any longer, so that every new
 * connection sees a change of DNS.
 */
export const lookupInTurn: LookupFunction = (hostname, options, callback) => {
  const key = `${hostname} ${JSON.stringify(options)}`;
  let answer = asked.get(key);
  if (answer === undefined) {
    answer = inTurn(
      () =>
        new Promise<Answer>((resolve) => {
          lookup(hostname, options, (error, address: string | LookupAddress[], family) => {
            asked.delete(key);
            resolve([error, address, family]);
          });
        }),
    );
    asked.set(key, answer);
  }
  const tell = (found: Answer): void => callback(...found);
  void answer.then(tell);
};
