import { X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import { HecError } from '../errors.ts';
import type { DestinationSettings } from '../options/types.ts';
import { createPem, type Pem } from './pem.ts';

/** Certificates and keys of one endpoint, kept as fresh as their files. */
export interface TlsMaterial {
  /** What a connection to the collector is made with. Looks at the files first. */
  forCollector(): Promise<SecureContext>;
  /** The same authorities without the client certificate, which is nobody's business but the collector's. */
  forProxy(): Promise<SecureContext>;
  /** Reads every file again at the next connection, changed or not. */
  refresh(): void;
}

interface Contexts {
  readonly collector: SecureContext;
  readonly proxy: SecureContext;
}

type Part = readonly [option: string, pem: Pem];

/**
 * Bundled roots are trusted unless `tls.ca` names others; `undefined` leaves them, and NODE_EXTRA_CA_CERTS and
 * --use-system-ca, to Node.
 *
 * @throws HecError `HEC_UNREADABLE_FILE` when a file cannot be read or does not hold what it should. Later such
 * failures only warn, and what was read before stays in use: rotations are rarely atomic.
 */
export function createTlsMaterial(
  settings: DestinationSettings['tls'],
  onWarning: (code: string, message: string) => void,
): TlsMaterial {
  const parts = partsOf(settings);
  let stamps = parts.map(([option, pem]) => usable(option, () => pem.stampSync()));
  let texts = parts.map(([option, pem]) => usable(option, () => pem.readSync()));
  let contexts = parts.length === 0 ? undefined : build(texts);
  let stale = false;

  async function reload(): Promise<void> {
    const seen = await Promise.all(parts.map(([, pem]) => pem.stamp()));
    if (!stale && seen.every((stamp, i) => stamp === stamps[i])) return;
    const read = await Promise.all(parts.map(([, pem]) => pem.read()));
    // The same text keeps its context, and with it the sessions that shorten the next handshakes.
    if (read.some((text, i) => text !== texts[i])) contexts = build(read);
    texts = read;
    stamps = seen;
    stale = false;
  }

  async function current(): Promise<Contexts> {
    if (parts.length > 0) {
      await reload().catch((error: unknown) =>
        onWarning('tls-files', `${describe(error)}; the TLS files read before stay in use.`),
      );
    }
    contexts ??= build(texts);
    return contexts;
  }

  function build(pems: readonly string[]): Contexts {
    const of = (option: string): string[] => pems.filter((_, i) => parts[i]?.[0] === option);
    const trust = { minVersion: settings.minVersion, ...(settings.ca === undefined ? {} : { ca: of('tls.ca') }) };
    const identity = settings.cert === undefined ? {} : { cert: of('tls.cert'), key: of('tls.key') };
    // OpenSSL passes over what it cannot read, and would then trust nobody without a word.
    for (const authority of of('tls.ca')) usable('tls.ca', () => new X509Certificate(authority));
    const proxy = usable('tls.ca', () => createSecureContext(trust));
    if (settings.cert === undefined) return { proxy, collector: proxy };
    return { proxy, collector: usable('tls.cert', () => createSecureContext({ ...trust, ...identity })) };
  }

  return {
    forCollector: async () => (await current()).collector,
    forProxy: async () => (await current()).proxy,
    refresh() {
      stale = true;
    },
  };
}

function partsOf({ ca, cert, key }: DestinationSettings['tls']): Part[] {
  if ((cert === undefined) !== (key === undefined)) {
    const [given, missing] = cert === undefined ? ['key', 'cert'] : ['cert', 'key'];
    const option = `tls.${missing}`;
    throw new HecError('HEC_INVALID_OPTION', `Invalid option \`${option}\`: it goes with \`tls.${given}\``, { option });
  }
  return [...partsNamed('tls.ca', ca), ...partsNamed('tls.cert', cert), ...partsNamed('tls.key', key)];
}

function partsNamed(option: string, value: string | readonly string[] | undefined): Part[] {
  return (typeof value === 'string' ? [value] : (value ?? [])).map((each) => [option, createPem(option, each)]);
}

function usable<T>(option: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new HecError('HEC_UNREADABLE_FILE', `Invalid option \`${option}\`: ${describe(cause)}`, { cause, option });
  }
}

const describe = (error: unknown): string => (error instanceof Error ? error.message : String(error));
