import process from 'node:process';
// The whole module: `styleText` is missing in an old Node, which would fail to link before it could say that it is too old.
import * as util from 'node:util';

/** Where a command speaks: people read the screen, programs read standard output with `--json`. */
export interface Terminal {
  /** The answer: standard output. Nothing with `--json`. */
  say(text: string): void;
  /** What went wrong or is worth knowing: standard error. */
  note(text: string): void;
  /** The answer as one line of JSON. Nothing without `--json`. */
  json(value: object): void;
  /** The same for what is JSON already: its numbers may have digits that no JavaScript number has. */
  jsonText(text: string): void;
  /** Marked where the screen shows colours; as it is in files, pipes and with NO_COLOR. */
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly faint: (text: string) => string;
}

const style =
  (format: 'green' | 'red' | 'dim') =>
  (text: string): string =>
    util.styleText(format, text, { stream: process.stdout });

export function createTerminal(asJson: boolean): Terminal {
  return {
    say: (text) => void (asJson || process.stdout.write(`${text}\n`)),
    note: (text) => void process.stderr.write(`${text}\n`),
    json: (value) => void (asJson && process.stdout.write(`${JSON.stringify(value)}\n`)),
    jsonText: (text) => void (asJson && process.stdout.write(`${text}\n`)),
    good: style('green'),
    bad: style('red'),
    faint: style('dim'),
  };
}
