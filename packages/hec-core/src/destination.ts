import { createAcks } from './ack/acks.ts';
import type { AckRoom } from './ack/types.ts';
import { createAct } from './act/act.ts';
import { createQuarantine } from './act/quarantine.ts';
import { createCustody } from './custody/custody.ts';
import type { Custody, CustodyEvents } from './custody/types.ts';
import { createDeadLetters } from './dead-letter/dead-letter.ts';
import { createDialect } from './dialect/index.ts';
import type { Metadata } from './dialect/types.ts';
import { createDrain, type Drain } from './drain.ts';
import { checkEndpoint } from './endpoint/check.ts';
import { type Leaving, leave } from './exit/leaving.ts';
import { createDoor, type Door } from './intake/door.ts';
import { createFilter } from './intake/filter.ts';
import { createFrames } from './intake/frames.ts';
import { createIds } from './intake/ids.ts';
import { createIntake, type Intake } from './intake/intake.ts';
import { createLimiter } from './intake/limiter.ts';
import { createLineIntake } from './intake/line-intake.ts';
import { mergeMetadata } from './intake/merge.ts';
import { createResend, type Resend } from './intake/resend.ts';
import { unheard, unheardWarning } from './intake/unheard.ts';
import { createLanes } from './lanes.ts';
import { createPublish } from './observe/channels.ts';
import { debug } from './observe/debug.ts';
import { createGaps } from './observe/gaps.ts';
import { createObserver } from './observe/observer.ts';
import { createOwnRecords } from './observe/own-records.ts';
import { publishReceipts } from './observe/receipts.ts';
import { REPORT_METADATA } from './observe/report.ts';
import { createVolume } from './observe/volume.ts';
import { createWarn, type WarningListener } from './observe/warnings.ts';
import type { DestinationSettings } from './options/types.ts';
import { createOutlets } from './outlets.ts';
import type { Runtime } from './runtime.ts';
import { openSpool } from './spool/spool.ts';
import type { CheckResult, DestinationStats } from './types.ts';

/** What all destinations of a client have in common. */
export interface Shared {
  readonly runtime: Runtime;
  /** The client's id, in what it publishes. */
  readonly client: string;
  /** Baked into event ids; `undefined` without `eventIds`. */
  readonly instance: string | undefined;
  readonly reportGaps: boolean;
  readonly onWarning: WarningListener | undefined;
  readonly runInContext: (<T>(run: () => T) => T) | undefined;
}

/** One collector (cluster) with everything it needs: intake, custody, lanes. */
export interface Destination {
  readonly name: string;
  readonly intake: Intake;
  readonly resend: Resend;
  readonly custody: Custody;
  readonly door: Door;
  readonly drain: Drain;
  /** Takes a record of the client's own stats. */
  report(record: object): void;
  pause(): void;
  resume(): void;
  /**
   * Gets ready to take over what can change while it runs, and does when what it returns is called. The queue and
   * everything else stays.
   * @param reconnects whether the endpoints are exchanged
   * @throws HecError when they cannot be made
   */
  prepare(settings: DestinationSettings, reconnects: boolean): () => void;
  stats(): DestinationStats;
  check(): Promise<CheckResult['destinations'][number]>;
  /**
   * The process ends now, without `close()`.
   * @param timeoutMs how long its end may be held up for what is held; 0 not at all
   */
  leave(timeoutMs: number): Leaving;
}

const DIALECT_FROM = {
  option: 'as set',
  url: 'recognised from the URL',
  default: 'because the URL says nothing else; set `dialect` if that is wrong',
} as const;

const GAP_METADATA: Metadata = { sourcetype: 'hec:gap' };

export function createDestination(settings: DestinationSettings, shared: Shared): Destination {
  const { name } = settings;
  let current = settings;
  const { runtime } = shared;
  const dialect = createDialect(settings);
  debug('%s: speaks %s, %s', name, dialect.name, DIALECT_FROM[settings.dialectFrom]);
  const publish = createPublish(shared.client, name);
  const warn = createWarn(name, publish, runtime, shared.onWarning);
  const observer = createObserver(name, publish, warn);

  const limits = {
    bodyBytes: Math.min(settings.batch.maxBytes, dialect.limits.bodyBytes),
    events:
      settings.batch.maxEvents === 0
        ? dialect.limits.events
        : Math.min(settings.batch.maxEvents, dialect.limits.events),
  };
  const level = settings.gzip ?? (dialect.gzip ? 1 : 0);
  const spool = settings.spool && {
    spool: openSpool({ ...settings.spool, destination: name, dialect: dialect.name, runtime, onWarning: warn }),
    mode: settings.spool.mode,
  };
  const events: CustodyEvents = {
    ready: () => lanes.pump(),
    sealed: observer.sealed,
    dropped(drop) {
      observer.dropped(drop.events, drop.reason);
      gaps?.dropped(drop);
    },
    settled(batch, exit) {
      if (batch.origin === 'gaps') gaps?.settled(exit);
      else if (exit === 'taken' || exit === 'acked') gaps?.send();
      void publishReceipts(publish, batch, exit, custody.lines);
    },
    spooled: (what, count) => publish('hec:spool', () => ({ what, events: count })),
  };
  const custody = createCustody({ settings, limits, level, runtime, events, spool });

  // What is undefined in them says nothing.
  const base = mergeMetadata(settings as Metadata);
  const filter = createFilter(settings.minLevel, settings.match, base);
  const lost = unheard(dialect, settings.endpoint, base, shared.instance !== undefined);
  if (lost.length > 0) warn('metadata-unheard', unheardWarning(lost, dialect, settings.endpoint));
  const volume = createVolume();
  const frames = createFrames(dialect, settings.endpoint, base, shared.instance !== undefined);
  const ownRecords = createOwnRecords({
    frames: createFrames(dialect, settings.endpoint, base, false),
    custody,
    volume,
    runtime,
  });
  // Where nothing is delivered a record of the client's own would only be the next event dropped.
  const isConfigured = (): boolean => outlets.current.length > 0;
  const gaps = shared.reportGaps
    ? createGaps(runtime.elapsed, (record) => isConfigured() && ownRecords(record, GAP_METADATA, 'gaps'))
    : undefined;

  const deadLetters =
    settings.deadLetter === undefined
      ? undefined
      : createDeadLetters(settings.deadLetter, { destination: name, runtime, warn });
  const { maxEventAgeMs } = dialect;
  const door = createDoor({
    custody,
    eventBytes: Math.min(dialect.limits.eventBytes, limits.bodyBytes),
    oversize: settings.oversize,
    limiter: createLimiter(settings.limits, runtime),
    tooOld:
      maxEventAgeMs === undefined ? undefined : (seconds) => runtime.now() - Number(seconds) * 1000 > maxEventAgeMs,
    ids: shared.instance === undefined ? undefined : createIds(shared.instance),
    setAside: (line, route) => deadLetters?.write([line], { route, reason: 'oversize' }) ?? false,
  });
  if (settings.urls.length === 0) door.shut = 'dropped:not-configured';

  const outlets = createOutlets(settings, {
    dialect,
    runtime,
    onWarning: warn,
    runInContext: shared.runInContext,
    awaited: (outlet) => acks?.awaits(outlet) ?? false,
    gone: (outlet) => acks?.forget(outlet),
  });
  const acks: AckRoom | undefined =
    settings.ack.enabled && dialect.paths.ack !== undefined
      ? createAcks({
          custody,
          options: settings.ack,
          path: dialect.paths.ack,
          runtime,
          observer,
          warn,
          publish,
        })
      : undefined;
  const quarantine = createQuarantine(custody, runtime, settings.retry.capMs, () => lanes.pump());
  const act = createAct({ custody, quarantine, dialect, settings, runtime, observer, deadLetters, acks });
  const lanes = createLanes({
    custody,
    quarantine,
    outlets: outlets.current,
    act,
    runtime,
    concurrency: settings.request.concurrency,
    bytesPerSecond: settings.request.maxBytesPerSecond,
  });

  const drain = createDrain({ custody, lanes, outlets, acks, gaps, deadLetters, runtime });

  return {
    name,
    custody,
    door,
    resend: createResend(door, dialect),
    intake: createIntake(
      door,
      frames,
      filter,
      volume,
      createLineIntake(door, frames, filter, volume, custody.eventsLeft),
    ),
    drain,
    report(record) {
      if (isConfigured()) ownRecords(record, REPORT_METADATA, 'logged');
    },
    pause: outlets.pause,
    resume() {
      outlets.resume();
      lanes.pump();
    },
    prepare(next, reconnects) {
      const replace = reconnects ? outlets.replacement(next) : undefined;
      return () => {
        replace?.();
        if (next.minLevel !== undefined) filter.setLevel(next.minLevel);
        if (door.shut === 'dropped:not-configured' && next.urls.length > 0) door.shut = undefined;
        current = next;
        lanes.pump();
      };
    },
    stats: () => ({
      name,
      ledger: custody.ledger(),
      heldBytes: custody.heldBytes(),
      passedOver: filter.passedOver,
      volume: volume.read(),
      ...observer.counts(),
      endpoints: outlets.current.map((outlet) => outlet.stats()),
    }),
    check: async () => ({
      name,
      endpoints: await Promise.all(
        outlets.current.map(async ({ endpoint }) => ({
          origin: endpoint.origin,
          ...(await checkEndpoint(endpoint, dialect, current, runtime.now())),
        })),
      ),
    }),
    leave: (timeoutMs) =>
      leave({ settings: current, custody, drain, outlets, observer, acknowledges: acks !== undefined, timeoutMs }),
  };
}
