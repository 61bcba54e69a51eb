import { once } from 'node:events';
import { startChild } from './child.ts';

export interface Receiver extends AsyncDisposable {
  readonly url: string;
  /** How often each id has arrived since the last time it was asked. */
  arrivals(): Promise<Map<string, number>>;
}

export async function startReceiver(): Promise<Receiver> {
  const child = startChild('receiver', []);
  const dead = once(child, 'exit').then(([code]) => Promise.reject(new Error(`the receiver ended with ${code}`)));
  const [url] = (await Promise.race([once(child, 'message'), dead])) as [string];
  dead.catch(() => {});
  return {
    url,
    async arrivals() {
      const answer = once(child, 'message') as Promise<[(Partial<Record<'id', string>> | null)[]]>;
      child.send('arrivals');
      const counts = new Map<string, number>();
      for (const event of (await answer)[0]) {
        const id = event?.id;
        if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
      }
      return counts;
    },
    async [Symbol.asyncDispose]() {
      child.disconnect();
      await dead.catch(() => {});
    },
  };
}
