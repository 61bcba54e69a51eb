import { statSync } from 'node:fs';
import { HecError } from 'hec-core';
import type { Command } from '../command.ts';
import { redriveLetters } from '../redrive-letters.ts';
import { redriveSpool } from '../redrive-spool.ts';

export const redrive: Command = {
  usage: 'redrive [options] DEAD-LETTER-FILE|SPOOL-DIRECTORY',
  meaning: 'Sends again what was refused, or what a spool still holds',
  more: `Events of a dead letter file go byte for byte where they were to go, once what was wrong has been mended; --host, --source,
--sourcetype and --index give them other metadata. With --remove the file keeps only what was not delivered.
A spool is emptied as its application would: events leave it as they are delivered. Its owner must not be running.
Exits with 1 unless everything was delivered.

  hec redrive refused.ndjson --print
  hec redrive refused.ndjson --reason 'incorrect index' --index main --remove
  hec redrive /var/spool/hec --url https://splunk.example.com:8088 --token-env HEC_TOKEN`,
  flags: {
    print: { type: 'boolean', meaning: 'Sends nothing; prints the events and why they are there' },
    reason: { type: 'string', value: 'TEXT', meaning: 'Only events whose reason contains this, in any case' },
    remove: { type: 'boolean', meaning: 'Takes delivered events out of the dead letter file' },
  },
  run(line, terminal) {
    const [path, ...others] = line.positionals;
    if (path === undefined || others.length > 0)
      throw new HecError('HEC_INVALID_OPTION', 'expected one dead letter file or spool directory');
    return isDirectory(path) ? redriveSpool(path, line, terminal) : redriveLetters(path, line, terminal);
  },
};

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new HecError('HEC_UNREADABLE_FILE', `${path} cannot be read (${code})`, { cause });
  }
}
