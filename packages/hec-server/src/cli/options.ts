import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseFault } from '../fault/parse.ts';
import type { HecServerOptions, TlsOptions } from '../types.ts';

/** What the command line asks for. */
export type Wish =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'serve';
      readonly options: HecServerOptions;
      readonly print: boolean;
      readonly caOut: string | undefined;
    };

const flags = {
  port: { type: 'string', default: '8088' },
  host: { type: 'string' },
  token: { type: 'string', multiple: true },
  as: { type: 'string' },
  tls: { type: 'boolean' },
  'ca-out': { type: 'string' },
  cert: { type: 'string' },
  key: { type: 'string' },
  ack: { type: 'boolean' },
  'ack-delay': { type: 'string' },
  index: { type: 'string', multiple: true },
  'query-token': { type: 'boolean' },
  fault: { type: 'string', multiple: true },
  seed: { type: 'string' },
  'max-events': { type: 'string' },
  print: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

type Values = ReturnType<typeof parse>;

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options: flags, strict: true }).values;
}

function readNumber(flag: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new TypeError(`--${flag} is a whole number, not "${text}".`);
  return Number(text);
}

function readTls({ tls, cert, key, 'ca-out': caOut }: Values): boolean | TlsOptions {
  if ((cert === undefined) !== (key === undefined)) throw new TypeError('--cert and --key go together.');
  if (cert !== undefined && key !== undefined) {
    return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
  }
  return tls === true || caOut !== undefined;
}

/** @throws TypeError, or what parseArgs throws, in words for the person at the keyboard. */
export function readWish(args: readonly string[]): Wish {
  const values = parse(args);
  if (values.help === true) return { kind: 'help' };
  if (values.version === true) return { kind: 'version' };
  const delay = values['ack-delay'];
  const options: HecServerOptions = {
    port: readNumber('port', values.port),
    tls: readTls(values),
    ack: delay === undefined ? values.ack === true : { delayMs: readNumber('ack-delay', delay) },
    allowQueryStringAuth: values['query-token'] === true,
    faults: (values.fault ?? []).map(parseFault),
    ...(values.host === undefined ? {} : { host: values.host }),
    ...(values.token === undefined ? {} : { token: values.token }),
    ...(values.as === undefined ? {} : { as: values.as as NonNullable<HecServerOptions['as']> }),
    ...(values.index === undefined ? {} : { indexes: values.index }),
    ...(values.seed === undefined ? {} : { seed: readNumber('seed', values.seed) }),
    ...(values['max-events'] === undefined ? {} : { maxEvents: readNumber('max-events', values['max-events']) }),
  };
  return { kind: 'serve', options, print: values.print, caOut: values['ca-out'] };
}
