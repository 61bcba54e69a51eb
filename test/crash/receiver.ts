import { once } from 'node:events';
import { startChild } from './child.ts';

export interface Receiver extends AsyncDisposable {
  readonly url: string;
  /** How often each id has arrived from this source. */
  arrivals(source: string): Promise<Map<string, number>>;
}

export interface Answer {
  readonly source: string;
  readonly events: readonly ({ readonly id?: string } | null)[];
}

export async function startReceiver(): Promise<Receiver> {
  const child = startChild('receiver', []);
  const dead = once(child, 'exit').then(([code]) => Promise.reject(new Error(`the receiver ended with ${code}`)));
  const [url] = (await Promise.race([once(child, 'message'), dead])) as [string];
  dead.catch(() => {});
  return {
    url,
    async arrivals(source) {
      const { promise, resolve } = Promise.withResolvers<Answer>();
      const listen = (answer: Answer): void => {
        if (answer.source !== source) return;
        child.off('message', listen);
        resolve(answer);
      };
      child.on('message', listen);
      child.send(source);
      const counts = new Map<string, number>();
      for (const event of (await promise).events) {
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
