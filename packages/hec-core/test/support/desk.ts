import { Buffer } from 'node:buffer';
import { createCustody } from '../../src/custody/custody.ts';
import type { BodyLimits } from '../../src/custody/filling.ts';
import type { Custody } from '../../src/custody/types.ts';
import type { Destination } from '../../src/destination.ts';
import { createDialect, type DialectChoice } from '../../src/dialect/index.ts';
import type { Metadata } from '../../src/dialect/types.ts';
import { createDoor } from '../../src/intake/door.ts';
import { createFilter } from '../../src/intake/filter.ts';
import { createFrames } from '../../src/intake/frames.ts';
import { createIds } from '../../src/intake/ids.ts';
import { createIntake } from '../../src/intake/intake.ts';
import { createLineIntake } from '../../src/intake/line-intake.ts';
import { createVolume, type VolumeRow } from '../../src/observe/volume.ts';
import type { MatchOptions, QueueOptions } from '../../src/options/groups.ts';
import { createSender } from '../../src/sender.ts';
import type { Sender } from '../../src/types.ts';
import { type FakeRuntime, fakeRuntime } from './fake-runtime.ts';

export interface DeskOptions {
  readonly dialect?: DialectChoice;
  readonly metadata?: Metadata;
  readonly limits?: Partial<BodyLimits>;
  readonly queue?: QueueOptions;
  readonly eventIds?: boolean;
  readonly minLevel?: string;
  readonly match?: MatchOptions;
  /** Told that a batch was sealed, or that events were dropped. */
  readonly onSealed?: () => void;
  readonly onDropped?: () => void;
}

/** Everything between `sendLines` and a request: what arrives is what stands in the bodies, without a network. */
export interface Desk {
  readonly sender: Sender;
  readonly custody: Custody;
  readonly runtime: FakeRuntime;
  /** Envelopes, by the key of their route, in order: takes all there are. */
  taken(): Record<string, string[]>;
  /** Events in each batch so far taken. */
  readonly batches: readonly number[];
  readonly passedOver: () => number;
  readonly volume: () => readonly VolumeRow[];
}

export function desk(options: DeskOptions = {}): Desk {
  const { metadata = {}, queue, eventIds = false } = options;
  const dialect = createDialect(options.dialect ?? { dialect: 'splunk' });
  const limits = { bodyBytes: 1_000_000, events: dialect.limits.events, ...options.limits };
  const runtime = fakeRuntime();
  const batches: number[] = [];
  const custody = createCustody({
    settings: {
      batch: { maxBytes: limits.bodyBytes, maxEvents: limits.events, lingerMs: 1000 },
      queue: { maxBytes: 100_000_000, maxEvents: 0, onFull: 'drop-newest', ...queue },
    },
    limits,
    level: 0,
    runtime,
    events: {
      ready: () => {},
      sealed: () => options.onSealed?.(),
      dropped: () => options.onDropped?.(),
      settled: () => {},
    },
  });
  const filter = createFilter(options.minLevel, options.match ?? {}, metadata);
  const volume = createVolume();
  const frames = createFrames(dialect, 'event', metadata, eventIds);
  const door = createDoor({
    custody,
    eventBytes: Math.min(dialect.limits.eventBytes, limits.bodyBytes),
    oversize: 'truncate',
    limiter: undefined,
    tooOld: undefined,
    ids: eventIds ? createIds('desk') : undefined,
    setAside: () => false,
  });
  const lineIntake = createLineIntake(door, frames, filter, volume, custody.eventsLeft);
  const intake = createIntake(door, frames, filter, volume, lineIntake);
  return {
    sender: createSender([{ intake } as Destination], {}, runtime),
    custody,
    runtime,
    taken() {
      const byRoute: Record<string, string[]> = {};
      custody.seal();
      for (let batch = custody.next(); batch !== undefined; batch = custody.next()) {
        const { route, body, events } = batch;
        const text = Buffer.from(body).toString();
        const lines = text.slice(route.open.length, text.length - route.close.length).split('\n');
        const bare = lines.map((line, at) => (at === 0 ? line : line.slice(route.separator.length)));
        (byRoute[route.key] ??= []).push(...bare);
        batches.push(events);
        custody.settle(batch, 'taken');
      }
      return byRoute;
    },
    batches,
    passedOver: () => filter.passedOver,
    volume: volume.read,
  };
}
