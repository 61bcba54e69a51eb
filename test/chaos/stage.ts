import type { Clock } from './clock.ts';
import { type Collector, openCollector, type Traffic } from './collector/collector.ts';
import { createDirector, type Director } from './collector/director.ts';
import { createQuiet, type Quiet } from './collector/quiet.ts';
import type { Takings } from './collector/takings.ts';
import type { Plan } from './plan/plan.ts';
import { type Front, openFront } from './proxy.ts';

/** What a client is let loose on: two collectors with one account of what they took, behind one or two addresses. */
export interface Stage {
  readonly urls: readonly string[];
  readonly director: Director;
  readonly quiet: Quiet;
  readonly traffic: Traffic;
  /** Faults that struck, by name. */
  faults(): Map<string, number>;
  close(): Promise<void>;
}

export async function openStage(
  plan: Plan,
  about: { readonly token: string; readonly takings: Takings; readonly clock: Clock },
): Promise<Stage> {
  const { request, retry } = plan.options;
  const director = createDirector(plan.incidents);
  const quiet = createQuiet(about.clock, (request?.concurrency ?? 4) - 1);
  const traffic: Traffic = { requests: 0, bytes: 0, hitRequests: 0, hitBytes: 0 };
  const fronts: Front[] = [];
  const collectors: Collector[] = [];
  for (const name of ['a', 'b']) {
    const collector = await openCollector({
      ...about,
      name,
      plan: plan.collector,
      director,
      traffic,
      quiet,
      longestWaitMs: retry?.maxRetryAfterMs ?? 180_000,
      network(trouble, host) {
        const front = fronts.find(({ port }) => host.endsWith(`:${port}`));
        const other = collectors[name === 'a' ? 1 : 0];
        if (trouble.do !== 'swap') front?.[trouble.do](trouble.ms);
        else if (other !== undefined) front?.swap(other.port);
      },
    });
    collectors.push(collector);
  }
  const [first] = collectors;
  for (let at = 0; at < plan.fronts; at++) fronts.push(await openFront(first?.port ?? 0, at === 0 ? plan.toxics : []));

  return {
    urls: fronts.map(({ port }) => `http://127.0.0.1:${port}`),
    director,
    quiet,
    traffic,
    faults() {
      const all = new Map<string, number>(director.hits);
      for (const kind of fronts.flatMap(({ struck }) => struck)) all.set(kind, (all.get(kind) ?? 0) + 1);
      return all;
    },
    async close() {
      await Promise.all([...fronts, ...collectors].map((one) => one.close()));
    },
  };
}
