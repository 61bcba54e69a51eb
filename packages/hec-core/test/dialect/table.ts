import type { Dialect, Outcome, Sent } from '../../src/dialect/types.ts';

/** One line of a table: `id | status | what was sent | body | what it means`. */
export interface Row {
  readonly id: string;
  readonly status: number;
  readonly sent: Sent;
  readonly body: string;
  readonly means: string;
}

/**
 * Reads a table of protocol rows. Sent is three events of 600 bytes through the event door, unless the column says
 * otherwise: `events=1 bytes=9 raw own-index`.
 */
export function table(text: string): Row[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [id = '', status, sent = '', body = '', means = ''] = line.split('|').map((cell) => cell.trim());
      return { id, status: Number(status), sent: readSent(sent), body, means };
    });
}

function readSent(text: string): Sent {
  const number = (name: string, usual: number): number => Number(new RegExp(`${name}=(\\d+)`).exec(text)?.[1] ?? usual);
  return {
    events: number('events', 3),
    bytes: number('bytes', 600),
    kind: text.includes('raw') ? 'raw' : 'event',
    ownIndex: text.includes('own-index'),
  };
}

/** What a dialect makes of a row, in the words of the table. */
export function meaning(dialect: Dialect, { status, sent, body }: Row): string {
  return told(dialect.interpret({ status, headers: {}, body }, sent));
}

/** `deliver 1, refuse 1 [code 6], again 1`, with what matters of each fate in brackets. */
function told({ runs, slowDown }: Outcome): string {
  return `${runs.map(runTold).join(', ')}${slowDown === true ? ', slow down' : ''}`;
}

function runTold({ events, fate }: Outcome['runs'][number]): string {
  const detail = detailOf(fate);
  return `${fate.do} ${events}${detail === '' ? '' : ` [${detail}]`}`;
}

function detailOf(fate: Outcome['runs'][number]['fate']): string {
  if (fate.do === 'again') return '';
  if (fate.do === 'deliver')
    return [fate.ackId === undefined ? [] : `ack ${fate.ackId}`, fate.receipts?.map(String) ?? []].flat().join(' ');
  if (fate.do === 'retry')
    return `${fate.ambiguous ? 'ambiguous' : 'clean'}${fate.reason === 'blocked' ? ', blocked' : ''}`;
  return fate.do === 'halve' && fate.tooLarge === true ? 'too large' : code(fate.reason);
}

/** `code 6` or `413` out of a reason. */
function code(reason: string): string {
  return /code \d+|\d{3}/.exec(reason)?.[0] ?? reason;
}
