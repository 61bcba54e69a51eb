import { describe, expect, it } from 'vitest';
import { type CommandFlags, describeFlags, readCommandLine } from '../../src/options/command-line.ts';

const own: CommandFlags = {
  tee: { type: 'boolean', short: 't', meaning: 'Copies to standard output' },
  file: { type: 'string', value: 'NAME', meaning: 'Reads a file' },
  key: { type: 'string', value: 'KEY', meaning: 'Key of the time', negatable: true },
};

describe('readCommandLine', () => {
  it("divides the command's own flags, options and positionals", () => {
    const line = readCommandLine(
      ['hello', '-t', '--file', 'a.log', '--index=main', '--no-report-gaps', '--', '--x'],
      own,
    );
    expect(line).toEqual({
      flags: { tee: true, file: 'a.log' },
      options: { index: 'main', reportGaps: false },
      positionals: ['hello', '--x'],
    });
  });

  it('switches off with --no- what can be switched off', () => {
    expect(readCommandLine(['--no-key', '--no-gzip', '--no-ack-enabled', '--no-tee'], own)).toEqual({
      flags: { key: false, tee: false },
      options: { gzip: false, ack: { enabled: false } },
      positionals: [],
    });
  });

  it.each([
    [['--no-index'], '--no-index does not exist (see --help)'],
    [['--batch-max-byte', '5'], '--batch-max-byte does not exist: did you mean --batch-max-bytes?'],
    [['--zzzzzzzz'], '--zzzzzzzz does not exist (see --help)'],
    [['--file'], '--file needs a value'],
    [['--index'], '--index needs a value'],
    [['--tee=yes'], '--tee takes no value'],
    [['-q'], '-q does not exist (see --help)'],
  ])('refuses %j in words', (argv, message) => {
    expect(() => readCommandLine(argv, own)).toThrow(expect.objectContaining({ code: 'HEC_INVALID_OPTION', message }));
  });
});

describe('describeFlags', () => {
  it('has a line for every flag, with its default', () => {
    const text = describeFlags(own);
    expect(text).toMatch(/^ {2}-t, --tee +Copies to standard output$/m);
    expect(text).toMatch(/^ {2}--\[no-\]key KEY +Key of the time$/m);
    expect(text).toMatch(/^ {2}--file NAME +Reads a file$/m);
    expect(text).toMatch(/^ {2}--batch-linger-ms … +Seals the open batch .* \[1000\]$/m);
    expect(text).toMatch(/^ {2}--\[no-\]report-gaps +After drops.* \[true\]$/m);
  });
});
