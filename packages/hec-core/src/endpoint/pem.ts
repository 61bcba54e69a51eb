import { readFileSync, statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { version } from 'node:process';
import * as tls from 'node:tls';
import { HecError } from '../errors.ts';

/** PEM text from wherever an option says. Throws when it cannot be had. */
export interface Pem {
  /** The file, if it is one: what messages name. */
  readonly file: string | undefined;
  readSync(): string;
  read(): Promise<string>;
  /** Changes when the file does. */
  stampSync(): string;
  stamp(): Promise<string>;
}

/** @param option its dotted name, for messages. */
export function createPem(option: string, value: string): Pem {
  if (value.includes('-----BEGIN')) return constant(value);
  if (option === 'tls.ca' && value === 'system') return constant(systemAuthorities());
  const file = resolve(value);
  return {
    file,
    readSync: () => readFileSync(file, 'utf8'),
    read: () => readFile(file, 'utf8'),
    stampSync: () => stampOf(statSync(file)),
    stamp: async () => stampOf(await stat(file)),
  };
}

const constant = (text: string): Pem => ({
  file: undefined,
  readSync: () => text,
  read: async () => text,
  stampSync: () => '',
  stamp: async () => '',
});

const stampOf = (it: { ino: number; size: number; mtimeMs: number }): string => `${it.ino} ${it.size} ${it.mtimeMs}`;

function systemAuthorities(): string {
  if (typeof tls.getCACertificates !== 'function') {
    throw new HecError(
      'HEC_INVALID_OPTION',
      `Invalid option \`tls.ca\`: 'system' needs Node 22.15 or later, this is ${version}. ` +
        'Name the file of the authorities instead, or start Node with --use-system-ca and leave `tls.ca` out.',
      { option: 'tls.ca' },
    );
  }
  return tls.getCACertificates('system').join('\n');
}
