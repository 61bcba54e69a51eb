import type { Check, Side } from './checks.ts';
import type { Evidence, Speaker } from './vector.ts';

const SPEAKERS: readonly Speaker[] = [
  'splunk',
  'falcon',
  'logscale',
  'xsiam',
  'sekoia',
  'datadog',
  'elastic',
  'sumo',
  'generic',
  'otel-hec',
];
const KINDS: readonly (Evidence | 'self')[] = ['measured', 'documented', 'code', 'third party', 'U', 'self'];
const SIDES: readonly Side[] = ['request', 'outcome', 'server'];

/** One vector of one speaker with its cells. */
interface Row {
  readonly id: string;
  readonly what: string;
  readonly speaker: Speaker;
  readonly cells: Readonly<Partial<Record<Side, Check>>>;
}

function rowsOf(checks: readonly Check[]): Row[] {
  const rows = new Map<string, Row>();
  for (const check of checks) {
    const { id, what, speaker, side } = check;
    const key = `${speaker} ${id}`;
    rows.set(key, { id, what, speaker, cells: { ...rows.get(key)?.cells, [side]: check } });
  }
  return SPEAKERS.flatMap((speaker) => Array.from(rows.values()).filter((row) => row.speaker === speaker));
}

/** The matrix for a terminal: a dialect, then its vectors, each with what stands behind its cells, or `FAILS`. */
export function renderTerminal(checks: readonly Check[], failed: ReadonlySet<Check>): string {
  const lines: string[] = [];
  for (const speaker of SPEAKERS) {
    const rows = rowsOf(checks).filter((row) => row.speaker === speaker);
    lines.push('', `${speaker.padEnd(22)}${'request'.padEnd(13)}${'outcome'.padEnd(13)}hec-server`);
    for (const { id, cells } of rows) {
      const shown = SIDES.map((side) => {
        const check = cells[side];
        return (check === undefined ? '·' : failed.has(check) ? 'FAILS' : check.evidence).padEnd(13);
      });
      lines.push(`  ${id.padEnd(20)}${shown.join('')}`.trimEnd());
    }
  }
  return lines.join('\n');
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((one) => one.replaceAll('|', '\\|').replaceAll('<', '&lt;')).join(' | ')} |`)
    .join('\n');

/** How many cells each dialect has, by what stands behind them. */
export function renderSummary(checks: readonly Check[]): string {
  const rows = SPEAKERS.map((speaker) => {
    const own = checks.filter((check) => check.speaker === speaker);
    const counts = KINDS.map((kind) => own.filter(({ evidence }) => evidence === kind).length);
    return [`\`${speaker}\``, String(rowsOf(own).length), ...counts.map((count) => (count === 0 ? '' : String(count)))];
  });
  return table(['', 'Vectors', 'Measured', 'Documented', 'Code', 'Third party', 'U', 'self'], rows);
}

/** Every cell. */
export function renderMatrix(checks: readonly Check[]): string {
  return SPEAKERS.map((speaker) => {
    const rows = rowsOf(checks).filter((row) => row.speaker === speaker);
    const cells = rows.map((row) => [row.id, row.what, ...SIDES.map((side) => row.cells[side]?.evidence ?? '')]);
    return `### ${speaker}\n\n${table(['Vector', '', 'Request', 'Outcome', 'hec-server'], cells)}`;
  }).join('\n\n');
}
