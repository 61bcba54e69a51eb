import type { Fault } from './fault/types.ts';
import { personalities } from './personality/index.ts';
import type { Personality } from './personality/types.ts';
import type { AckOptions, HecServerOptions, TlsOptions } from './types.ts';
import { validate } from './validate.ts';

export type AckConfig = Required<Omit<AckOptions, 'cookie'>> & Pick<AckOptions, 'cookie'>;

/** Options with every default filled in, in the form the parts work with. */
export interface Config {
  readonly port: number;
  readonly host: string;
  readonly tokens: ReadonlySet<string>;
  readonly disabledTokens: ReadonlySet<string>;
  readonly personality: Personality;
  readonly tls: boolean | TlsOptions;
  readonly ack: AckConfig | undefined;
  readonly indexes: ReadonlySet<string>;
  readonly allowQueryStringAuth: boolean;
  readonly maxContentLength: number;
  readonly maxEventBytes: number;
  readonly backpressure: boolean;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly keepAliveTimeoutMs: number;
  readonly faults: readonly Fault[];
  readonly seed: number;
  readonly maxEvents: number;
  readonly maxRequests: number;
}

const ackDefaults = { delayMs: 1000, idleMs: 600_000, loseEvery: 0, maxPending: 1_000_000 };

/** @throws TypeError when an option is not what it should be, or when a server open to the network has no token. */
export function configure(options: HecServerOptions): Config {
  validate(options);
  const { token = [], ack = false, as = 'splunk', host = '127.0.0.1' } = options;
  const personality = personalities[as];
  const tokens = new Set(typeof token === 'string' ? [token] : token);
  if (tokens.size === 0 && !isLoopback(host)) {
    throw new TypeError(
      `hec-server would take any token from anyone who can reach ${host}: give it a token, or let it listen on 127.0.0.1.`,
    );
  }
  return {
    port: options.port ?? 0,
    host,
    tokens,
    disabledTokens: new Set(options.disabledTokens),
    personality,
    tls: options.tls ?? false,
    ack: ack === false ? undefined : { ...ackDefaults, ...(ack === true ? {} : ack) },
    indexes: new Set(options.indexes),
    allowQueryStringAuth: options.allowQueryStringAuth ?? false,
    maxContentLength: options.maxContentLength ?? personality.maxContentLength,
    maxEventBytes: options.maxEventBytes ?? personality.maxEventBytes,
    backpressure: options.backpressure ?? false,
    responseHeaders: options.responseHeaders ?? {},
    keepAliveTimeoutMs: options.keepAliveTimeoutMs ?? 7_200_000,
    faults: options.faults ?? [],
    seed: options.seed ?? 1,
    maxEvents: options.maxEvents ?? 100_000,
    maxRequests: options.maxRequests ?? 10_000,
  };
}

/** Whether only this machine can reach the address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
