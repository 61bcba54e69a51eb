import { styleText } from 'node:util';
import type { ReceivedEvent } from 'hec-server';
import type { Figures } from './figures.ts';
import type { Visits } from './visitors.ts';

type Style = Parameters<typeof styleText>[0];

const count = (n: number): string => n.toLocaleString('en-US');

/** The report of a demo run, ready to be printed. */
export function report(
  run: { visits: Visits; figures: Figures; samples: readonly ReceivedEvent[]; page: string; stays: boolean },
  colour: boolean,
): string {
  const paint = (style: Style, text: string): string =>
    colour ? styleText(style, text, { validateStream: false }) : text;
  const row = (name: string, text: string): string => `  ${paint('dim', name.padEnd(13))}${text}`;
  const { visits, figures: f, samples, page, stays } = run;
  const complete = f.received === f.logged && f.balances;
  const entered = `${count(f.entered)} entered`;
  const exits = `${count(f.delivered)} delivered + ${count(f.deadLettered)} dead-lettered + ${count(f.dropped)} dropped + ${count(f.held)} held`;
  return [
    '',
    paint('bold', '  A Fastify application, its log lines, and the HEC endpoint that received them'),
    paint(
      'dim',
      "  whose only line about it is pino({ transport: { target: 'pino-hec' } }), in examples/fastify-pino/src/app.ts",
    ),
    '',
    row('application', `${count(visits.requests)} HTTP requests served in ${visits.seconds.toFixed(1)} s`),
    row(
      '',
      `${count(visits.ok)} ok, ${count(visits.clientErrors)} client errors, ${count(visits.serverErrors)} server errors`,
    ),
    row('logged', `${count(f.logged)} events, ${count(f.loggedBytes)} bytes`),
    row('delivered', `${count(f.delivered)} events`),
    row('received', paint(f.received === f.logged ? 'green' : 'red', `${count(f.received)} events`)),
    row('requests', `${count(f.requests)} to the collector`),
    row('bytes', `${count(f.bytes)} sent as ${count(f.wireBytes)}`),
    row('compression', `${(f.bytes / f.wireBytes).toFixed(1)} to 1`),
    row('latency', `median ${count(f.medianMs)} ms, p99 ${count(f.p99Ms)} ms from log call to received`),
    row(
      'ledger',
      paint(f.balances ? 'green' : 'red', `${entered} = ${exits}${f.balances ? '' : '  DOES NOT BALANCE'}`),
    ),
    '',
    row('as received', 'two of them'),
    ...samples.map(({ raw }) => `\n  ${raw}`),
    '',
    row('page', stays ? `${page}  (Ctrl-C ends it)` : `${page}  (was there until now; add --stay to keep it)`),
    '',
    complete
      ? paint(['bold', 'green'], '  Every event that was logged was received.')
      : paint(['bold', 'red'], '  NOT every event that was logged was received.'),
    '',
  ].join('\n');
}
