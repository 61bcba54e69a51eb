import type { Trouble } from '../plan/incidents.ts';
import type { CollectorPlan } from '../plan/plan.ts';
import { type Answer, page } from './http.ts';
import type { Indexer } from './indexer.ts';
import { answerBody, judge } from './judge.ts';
import type { Takings } from './takings.ts';

/** A request with events that has arrived whole. */
export interface Delivery {
  readonly url: URL;
  readonly body: string;
  readonly channel: string;
  /** Calls back when it has been answered, or never will be. */
  onAnswered(run: () => void): void;
}

/** Takes what a collector takes and says so, as it was measured (protocol 1.9, 1.10). */
export type Take = (delivery: Delivery, trouble?: Trouble) => Answer;

export function createTake(plan: CollectorPlan, takings: Takings, indexer: Indexer | undefined): Take {
  return ({ url, body, channel, onAnswered }, trouble) => {
    const kind = url.pathname.endsWith('/raw') ? 'raw' : 'event';
    if (plan.maxBody > 0 && Buffer.byteLength(body) > plan.maxBody) {
      if (plan.tooLarge === '413') return { status: 413, body: page('413 Request Entity Too Large') };
      return { status: 400, body: answerBody(6, 0) };
    }
    const { lines, bad } = judge(kind, body, url.searchParams, trouble?.do === 'index-gone' ? ['audit'] : undefined);
    /** Takes the first ones; returns the id under which they will be acknowledged, if any. */
    const take = (count: number): number | undefined => {
      const taken = lines.slice(0, count);
      for (const line of taken) takings.take(line);
      // Of what cannot be read the client takes the endpoint's word, and no indexer's.
      if (indexer === undefined || count === 0 || trouble?.do === 'garbage') return undefined;
      const id = indexer.put(channel, taken, trouble?.do === 'ack-lost');
      onAnswered(() => indexer.answered(channel, id));
      return id;
    };

    const busyFrom = trouble?.do === 'busy' ? trouble.taken : undefined;
    if (busyFrom !== undefined && kind === 'event' && busyFrom < (bad?.at ?? lines.length)) {
      return { status: 503, body: answerBody(9, busyFrom, take(busyFrom)) };
    }
    if (bad !== undefined) {
      // Those that name no event take none either (Fluent Bit).
      if (!plan.names) return { status: 400, body: answerBody(bad.code) };
      return { status: 400, body: answerBody(bad.code, bad.at, take(bad.at)) };
    }
    const code = trouble?.do === 'nearly-full' ? trouble.code : 0;
    return { status: 200, body: answerBody(code, undefined, take(lines.length)) };
  };
}
