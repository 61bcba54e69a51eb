import { env } from 'node:process';
import type { Dialect } from '../dialect/types.ts';
import type { DestinationSettings } from '../options/types.ts';
import type { Runtime } from '../runtime.ts';
import { createCookieJar } from './cookies.ts';
import { createCredentials } from './credentials.ts';
import { createDialer } from './dial.ts';
import { EndpointClosed } from './explain.ts';
import { createPool } from './pool.ts';
import { chooseProxy } from './proxy.ts';
import { createSender } from './sender.ts';
import { createTlsMaterial } from './tls.ts';
import type { Endpoint } from './types.ts';
import { createAddresses } from './url.ts';
import { USER_AGENT } from './user-agent.ts';

export interface EndpointOptions {
  readonly url: URL;
  readonly settings: DestinationSettings;
  readonly dialect: Dialect;
  readonly runtime: Runtime;
  /** Told of things that go on working for now: a token file that vanished, a TLS file that cannot be read again. */
  readonly onWarning?: (code: string, message: string) => void;
  /** @default `hec-core/<version> node/<version>` */
  readonly userAgent?: string;
  /** Runs everything a request does, so that a tracer can be told to look away. */
  readonly runInContext?: <T>(work: () => T) => T;
}

/** A connection that was not made in this time will not be: the gate tries another endpoint, or later. */
const LONGEST_DIAL_MS = 10_000;
/** HEC with acknowledgement polls while every lane is busy. */
const CONNECTIONS_FOR_CALLS = 1;

/**
 * One collector address with its connections, credential, certificates, proxy and cookies.
 *
 * @throws HecError `HEC_UNREADABLE_FILE` for a certificate or key that cannot be read, `HEC_INVALID_OPTION` for a proxy
 * that is none.
 */
export function createEndpoint(options: EndpointOptions): Endpoint {
  const { url, settings, dialect, runtime, onWarning = () => {}, userAgent = USER_AGENT } = options;
  const { request, tls } = settings;
  const addresses = createAddresses(url, dialect.paths);
  const credentials = createCredentials(settings, dialect.credential, onWarning);
  const cookies = createCookieJar();
  const proxy = chooseProxy(url, settings.proxy, env, onWarning);
  const material = createTlsMaterial(tls, onWarning);
  const dialer = createDialer({
    url,
    proxy,
    tls: material,
    servername: tls.servername,
    rejectUnauthorized: tls.rejectUnauthorized,
    timeoutMs: Math.min(request.timeoutMs, LONGEST_DIAL_MS),
    userAgent,
    runtime,
  });
  const forwarder = url.protocol === 'http:' ? proxy : undefined;
  const pool = createPool({
    origin: forwarder?.origin ?? addresses.origin,
    connections: request.concurrency + CONNECTIONS_FOR_CALLS,
    timeoutMs: request.timeoutMs,
    maxConnectionAgeMs: request.maxConnectionAgeMs,
    dialer,
    runtime,
  });
  const sender = createSender({ ...options, addresses, credentials, cookies, proxy, forwarder, pool, userAgent });
  const run = options.runInContext ?? ((work) => work());

  return {
    origin: addresses.origin,
    get affinity() {
      return cookies.affinity;
    },
    exchange: (batch) => run(() => sender.exchange(batch)),
    call: (call) => run(() => sender.call(call)),
    credential: credentials.ready,
    refresh() {
      credentials.refresh();
      material.refresh();
      pool.renew();
    },
    close: (graceMs) => pool.close(graceMs, new EndpointClosed()),
  };
}
