import { randomUUID } from 'node:crypto';
import { env } from 'node:process';
import { addLedgers, total } from './custody/ledger.ts';
import { createDestination, type Destination } from './destination.ts';
import { HecError } from './errors.ts';
import { drainAtExit } from './exit/exit.ts';
import { createPatientSender } from './many/patient-sender.ts';
import { room } from './many/room.ts';
import { createPublish } from './observe/channels.ts';
import { startHeartbeat } from './observe/heartbeat.ts';
import { reportOf } from './observe/report.ts';
import { statusOf } from './observe/status.ts';
import { addVolumes } from './observe/volume.ts';
import { createWarn, type WarningListener } from './observe/warnings.ts';
import { applyChanges, checkDialects, indexOf } from './options/changes.ts';
import { describeSettings } from './options/describe.ts';
import { normalise } from './options/normalise.ts';
import type { HecOptions } from './options/types.ts';
import { awake, nodeRuntime, type Runtime } from './runtime.ts';
import { createSender } from './sender.ts';
import type { FlushResult, HecClient, Ledger } from './types.ts';

/** What a client gets from the program around it rather than from configuration. */
export interface HecContext {
  /** Receives warnings instead of `process.emitWarning`. */
  readonly onWarning?: WarningListener;
  /** Runs the client's own HTTP, for example with OpenTelemetry tracing suppressed. */
  readonly runInContext?: <T>(run: () => T) => T;
  /** Read for `HEC_*` variables. @default process.env */
  readonly env?: NodeJS.ProcessEnv;
  /** Clock, random numbers, timers and compression. @default the real ones */
  readonly runtime?: Runtime;
}

/** `process.exit()` waits so long at most: somebody may have pressed Ctrl-C, and has time for a line, not for an outage. */
const LONGEST_END_MS = 3_000;

/**
 * Makes a client that delivers events to one or several HTTP Event Collector endpoints.
 *
 * Delivery problems are never thrown: they are counted in `stats()`, published on `diagnostics_channel` and warned of.
 *
 * @throws HecError `HEC_INVALID_OPTION` and others for options that cannot be right, at once.
 * @example
 * const hec = createHecClient({ url: 'https://splunk.example.com:8088', token: { env: 'HEC_TOKEN' } });
 * hec.send({ message: 'order placed', orderId: 42 });
 * await hec.close();
 */
export function createHecClient(options: HecOptions = {}, context: HecContext = {}): HecClient {
  const runtime = context.runtime ?? nodeRuntime;
  let given = options;
  let settings = normalise(given, context.env ?? env);
  const id = randomUUID().slice(0, 8);
  const warn = createWarn('hec', createPublish(id, 'hec'), runtime, context.onWarning);
  for (const [at, warning] of settings.warnings.entries()) warn(`configuration-${at}`, warning);

  const destinations = settings.destinations.map((one) =>
    createDestination(one, {
      runtime,
      client: id,
      instance: settings.eventIds ? id : undefined,
      reportGaps: settings.reportGaps,
      onWarning: context.onWarning,
      runInContext: context.runInContext,
    }),
  );

  let closing: Promise<FlushResult> | undefined;
  const ledger = (): Ledger => addLedgers(destinations.map(({ custody }) => custody.ledger()));

  const close = async (timeoutMs: number): Promise<FlushResult> => {
    for (const { door } of destinations) door.shut = 'dropped:closed';
    const before = ledger();
    stopHeartbeat();
    await Promise.all(destinations.map(({ drain }) => drain.close(timeoutMs)));
    stopDraining();
    return difference(before, ledger());
  };

  const flush = (timeoutMs: number): Promise<boolean[]> =>
    Promise.all(destinations.map(({ drain }) => drain.flush(timeoutMs)));

  const sender = createSender(destinations, {}, runtime);
  const client: HecClient = {
    id,
    ...sender,
    ...createPatientSender(destinations, sender, settings.shutdownTimeoutMs),
    resend(envelope, route, name) {
      const named = destinations.find((one) => one.name === name);
      const [only] = destinations;
      return (named ?? only)?.resend(envelope, route) ?? false;
    },
    room: () => room(destinations),
    async flush({ timeoutMs = settings.shutdownTimeoutMs } = {}) {
      const before = ledger();
      await flush(timeoutMs);
      return difference(before, ledger());
    },
    close: ({ timeoutMs = settings.shutdownTimeoutMs } = {}) => (closing ??= close(timeoutMs)),
    stats() {
      const each = destinations.map((one) => one.stats());
      return {
        ledger: addLedgers(each.map((one) => one.ledger)),
        heldBytes: each.reduce((sum, one) => sum + one.heldBytes, 0),
        volume: addVolumes(each.map(({ volume }) => volume)),
        destinations: each,
      };
    },
    status: () => destinations.map((one) => statusOf(one.stats())),
    config: () => describeSettings(settings),
    pause() {
      for (const one of destinations) one.pause();
    },
    resume() {
      for (const one of destinations) one.resume();
    },
    update(changes, name) {
      if (closing !== undefined) throw new HecError('HEC_CLOSED', 'The client is closed: it cannot be updated.');
      const at = name === undefined ? undefined : indexOf(name, settings);
      const { options: wanted, concerns, reconnects } = applyChanges(given, changes, at);
      const next = normalise(wanted, context.env ?? env);
      checkDialects(settings, next);
      const ready = destinations.map((one, i) => {
        const its = next.destinations[i];
        return its !== undefined && concerns(i) ? one.prepare(its, reconnects) : undefined;
      });
      for (const take of ready) take?.();
      for (const [i, warning] of next.warnings.entries())
        if (!settings.warnings.includes(warning)) warn(`configuration-${i}`, warning);
      given = wanted;
      settings = next;
    },
    async check() {
      const each = await awake(runtime, Promise.all(destinations.map((one) => one.check())));
      const endpoints = each.flatMap((one) => one.endpoints);
      return { ok: endpoints.length > 0 && endpoints.every(({ ok }) => ok), destinations: each };
    },
    async [Symbol.asyncDispose]() {
      await client.close();
    },
  };
  const stopHeartbeat = startHeartbeat(settings.heartbeatMs, runtime, () => {
    const report = reportOf(client.stats(), settings);
    for (const one of destinations) one.report(report);
  });
  const stopDraining = drainAtExit({
    held: () => heldNow(destinations),
    flush: async () => !(await flush(settings.shutdownTimeoutMs)).includes(false),
    // A clock of somebody else's cannot be given to another thread.
    leave: (hope) => {
      const most = hope && runtime === nodeRuntime ? Math.min(settings.shutdownTimeoutMs, LONGEST_END_MS) : 0;
      return destinations.map((one) => one.leave(most));
    },
  });
  return client;
}

function heldNow(destinations: readonly Destination[]): number {
  return destinations.reduce((sum, { custody }) => sum + custody.heldEvents(), 0);
}

function difference(before: Ledger, after: Ledger): FlushResult {
  const refusedThen = before.deadLettered + (before.dropped.refused ?? 0) + (before.dropped.poison ?? 0);
  const refusedNow = after.deadLettered + (after.dropped.refused ?? 0) + (after.dropped.poison ?? 0);
  const refused = refusedNow - refusedThen;
  const held = total(after.held);
  return {
    drained: held === 0,
    delivered: total(after.delivered) - total(before.delivered),
    refused,
    dropped: total(after.dropped) + after.deadLettered - total(before.dropped) - before.deadLettered - refused,
    held,
  };
}
