import type { DialectName, DialectOptions } from '../dialect/options.ts';
import { DEFAULTS, GZIP_LEVEL } from './defaults.ts';
import type { MatchOptions, TlsOptions } from './groups.ts';
import { addresses } from './layers.ts';
import { ADDRESS_PARTS } from './own-address.ts';
import { Secret } from './secret.ts';
import type { DestinationSettings } from './types.ts';
import type { Values } from './values.ts';

/** What no option says. */
export interface Identity {
  readonly name: string;
  readonly dialect: DialectName;
  readonly dialectFrom: DestinationSettings['dialectFrom'];
  readonly hostname: string;
}

/** Fills the defaults in and gives the flat values their shape back. */
export function destinationSettings(values: Values, identity: Identity): DestinationSettings {
  const { name, dialect, dialectFrom, hostname } = identity;
  const all = { ...DEFAULTS, ...values };
  return {
    name,
    urls: addresses(values),
    token: all.token === undefined ? undefined : new Secret(all.token),
    dialect,
    dialectFrom,
    ...ownOptions(dialect, all),
    endpoint: all.endpoint,
    tokenPrefix: all.tokenPrefix,
    authHeader: all.authHeader,
    headers: all.headers,
    host: all.host ?? hostname,
    source: all.source,
    sourcetype: all.sourcetype,
    index: all.index,
    fields: all.fields,
    batch: {
      maxBytes: all['batch.maxBytes'],
      maxEvents: all['batch.maxEvents'] ?? 0,
      lingerMs: all['batch.lingerMs'],
    },
    gzip: typeof all.gzip === 'boolean' ? (all.gzip ? GZIP_LEVEL : 0) : all.gzip,
    request: {
      timeoutMs: all['request.timeoutMs'],
      concurrency: all['request.concurrency'],
      maxConnectionAgeMs: all['request.maxConnectionAgeMs'],
      maxBytesPerSecond: all['request.maxBytesPerSecond'],
    },
    retry: {
      baseMs: all['retry.baseMs'],
      capMs: all['retry.capMs'],
      maxRetryAfterMs: all['retry.maxRetryAfterMs'],
      maxAttempts: all['retry.maxAttempts'],
      maxAgeMs: all['retry.maxAgeMs'],
    },
    queue: {
      maxBytes: all['queue.maxBytes'],
      maxEvents: all['queue.maxEvents'],
      onFull: all['queue.onFull'],
    },
    spool:
      all['spool.dir'] === undefined
        ? undefined
        : {
            dir: all['spool.dir'],
            mode: all['spool.mode'],
            maxBytes: all['spool.maxBytes'],
            fsync: all['spool.fsync'],
            fsyncIntervalMs: all['spool.fsyncIntervalMs'],
          },
    deadLetter:
      all['deadLetter.file'] === undefined
        ? undefined
        : { file: all['deadLetter.file'], maxBytes: all['deadLetter.maxBytes'] },
    ack: { enabled: all['ack.enabled'], pollMs: all['ack.pollMs'], timeoutMs: all['ack.timeoutMs'] },
    tls: {
      ...tlsFiles(values),
      rejectUnauthorized: all['tls.rejectUnauthorized'],
      minVersion: all['tls.minVersion'],
    },
    proxy: all.proxy,
    oversize: all.oversize,
    limits: {
      eventsPerSecond: all['limits.eventsPerSecond'],
      bytesPerDay: all['limits.bytesPerDay'],
      exemptLevel: all['limits.exemptLevel'],
    },
    minLevel: all.minLevel,
    match: matchOf(values),
  };
}

function matchOf(values: Values): MatchOptions {
  const set = (['host', 'source', 'sourcetype', 'index', 'fields'] as const)
    .map((name) => [name, values[`match.${name}`]] as const)
    .filter(([, value]) => value !== undefined);
  return Object.fromEntries(set);
}

/** What the dialect alone has to be told, as its group; what made up the address has done its work. */
function ownOptions(dialect: DialectName, all: Values): DialectOptions {
  const own = Object.entries(all).flatMap(([path, value]) => {
    const [group, member = ''] = path.split('.');
    return group === dialect && !ADDRESS_PARTS.has(path) ? [[member, value] as const] : [];
  });
  return own.length === 0 ? {} : { [dialect]: Object.fromEntries(own) };
}

function tlsFiles(values: Values): TlsOptions {
  const { 'tls.ca': ca, 'tls.cert': cert, 'tls.key': key, 'tls.servername': servername } = values;
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(servername === undefined ? {} : { servername }),
  };
}
