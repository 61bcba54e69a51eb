import { mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linesOfBody } from '../../../src/dialect/framing.ts';
import type { Route } from '../../../src/dialect/types.ts';
import { nodeRuntime } from '../../../src/runtime.ts';
import { openSpool } from '../../../src/spool/spool.ts';
import type { Finding, Recovered, Spool, SpoolBatch, SpoolSettings, Ticket } from '../../../src/spool/types.ts';

/** Splunk's framing: nothing around events. */
export const plain: Route = {
  key: 'event',
  kind: 'event',
  path: '/services/collector/event',
  headers: { 'content-type': 'application/json' },
  open: '',
  separator: '',
  close: '',
};

/** A framing with everything: an array with commas. */
export const array: Route = { ...plain, key: 'array', path: '/array', open: '[', separator: ',', close: ']' };

export const WIDE: { bytes: number; events: number } = { bytes: 1_000_000, events: 100_000 };

export function temporaryDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'hec-spool-'));
}

export interface Opened {
  readonly spool: Spool;
  readonly warnings: { code: string; message: string }[];
}

export function open(dir: string, settings: Partial<SpoolSettings> = {}): Opened {
  const warnings: { code: string; message: string }[] = [];
  const spool = openSpool({
    dir,
    destination: 'splunk',
    dialect: 'splunk',
    maxBytes: 1_073_741_824,
    fsync: 'never',
    fsyncIntervalMs: 500,
    runtime: nodeRuntime,
    onWarning: (code, message) => void warnings.push({ code, message }),
    ...settings,
  });
  return { spool, warnings };
}

/** Text as `Custody.enter` takes it. */
export function textOf(route: Route, events: readonly string[]): string {
  return events.map((event) => `${route.separator}${event}\n`).join('');
}

export function bodyOf(route: Route, events: readonly string[]): string {
  return `${route.open}${events.join(`\n${route.separator}`)}${route.close}`;
}

export function batchOf(route: Route, events: readonly string[], at = 1_700_000_000_000): SpoolBatch {
  const body = Buffer.from(bodyOf(route, events));
  return {
    route,
    events: events.length,
    bytes: body.byteLength,
    encoding: 'identity',
    firstAt: at,
    lastAt: at + 5,
    body,
  };
}

export async function zipped(batch: SpoolBatch): Promise<SpoolBatch> {
  return { ...batch, encoding: 'gzip', body: await nodeRuntime.gzip(batch.body, 1) };
}

/** The events of a batch, each as it was given. */
export async function eventsIn(batch: SpoolBatch | undefined): Promise<string[]> {
  if (batch === undefined) return [];
  const body = batch.encoding === 'gzip' ? await nodeRuntime.gunzip(batch.body, batch.bytes) : batch.body;
  const { route } = batch;
  return linesOfBody(body, route)
    .toString()
    .slice(0, -1)
    .split('\n')
    .map((line) => line.slice(route.separator.length));
}

export async function findings(spool: Spool, limits: { bytes: number; events: number } = WIDE): Promise<Finding[]> {
  const all: Finding[] = [];
  for await (const finding of spool.recover(limits)) all.push(finding);
  return all;
}

export async function recovered(spool: Spool, limits: { bytes: number; events: number } = WIDE): Promise<Recovered[]> {
  return (await findings(spool, limits)).flatMap((finding) => finding.recovered ?? []);
}

/** Everything that is replayed, in order, and settles it when asked to. */
export async function replay(spool: Spool, settle = false): Promise<string[]> {
  const events: string[] = [];
  for (const { tickets } of await recovered(spool)) {
    const { batch, tickets: left } = await spool.read(tickets);
    events.push(...(await eventsIn(batch)));
    if (settle) spool.settle(left);
  }
  return events;
}

/** All files below a directory, relative. */
export function filesIn(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(dir, name)).isFile())
    .toSorted();
}

export function segmentFiles(dir: string): string[] {
  return filesIn(dir)
    .filter((name) => name.endsWith('.segment'))
    .map((name) => join(dir, name));
}

export function must(ticket: Ticket | undefined): Ticket {
  if (ticket === undefined) throw new Error('The spool refused an append');
  return ticket;
}
