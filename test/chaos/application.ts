import type { HecClient } from 'hec-core';
import type { Clock } from './clock.ts';
import { type PlannedEvent, RAW_PATH, type Step } from './plan/events.ts';

/** The program that logs. */
export interface Application {
  run(steps: readonly Step[]): Promise<void>;
  /** Hands over one event; says whether it was turned away. */
  log(events: readonly PlannedEvent[]): void;
  /** Events that were turned away, as far as the client says which: `sendLines` says only that some were. */
  readonly turnedAway: ReadonlySet<number>;
}

const RAW = { kind: 'raw', path: RAW_PATH, headers: { 'content-type': 'text/plain' } } as const;

/**
 * @param patient whether it waits for room before it hands over more
 * @param watch called all the time
 */
export function createApplication(client: HecClient, clock: Clock, patient: boolean, watch: () => void): Application {
  const turnedAway = new Set<number>();
  const child = client.child({ source: 'child' });

  const one = ({ way, text, index, id }: PlannedEvent): boolean => {
    const metadata = index === undefined ? undefined : { index };
    if (way === 'resend') return client.resend(text, RAW);
    if (way === 'child') return child.send(JSON.parse(text), metadata);
    if (way === 'json') return client.sendJson(text, { ...metadata, source: `source-${id % 3}` });
    return client.send(JSON.parse(text), metadata);
  };

  /** Consecutive lines of one index go in one call. */
  const lines = (events: readonly PlannedEvent[]): void => {
    const byIndex = Map.groupBy(events, ({ index }) => index);
    for (const [index, group] of byIndex) {
      const text = group.map((event) => `${event.text}\n`).join('');
      client.sendLines(text, index === undefined ? undefined : { index }, { trusted: true });
    }
  };

  const log = (events: readonly PlannedEvent[]): void => {
    const asLines = events.filter(({ way }) => way === 'lines');
    if (asLines.length > 0) lines(asLines);
    for (const event of events) if (event.way !== 'lines' && !one(event)) turnedAway.add(event.id);
    watch();
  };

  return {
    turnedAway,
    log,
    async run(steps) {
      for (const { events, after, pauseMs } of steps) {
        if (patient) await client.room();
        log(events);
        if (after === 'turn') await clock.pause(0);
        else if (after === 'pause') await clock.pause(pauseMs);
        else if (after === 'flush') await client.flush({ timeoutMs: pauseMs });
        watch();
      }
    },
  };
}
