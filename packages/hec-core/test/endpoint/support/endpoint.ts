import { onTestFinished } from 'vitest';
import { createSplunk } from '../../../src/dialect/splunk.ts';
import type { Dialect, HecResponse, Route } from '../../../src/dialect/types.ts';
import { createEndpoint, type EndpointOptions } from '../../../src/endpoint/endpoint.ts';
import type { Endpoint, ExchangeFailure, Reply } from '../../../src/endpoint/types.ts';
import { normalise } from '../../../src/options/normalise.ts';
import type { DestinationSettings, HecOptions } from '../../../src/options/types.ts';
import { nodeRuntime } from '../../../src/runtime.ts';
import type { FakeRuntime } from '../../support/fake-runtime.ts';

/** Long enough to be redacted, and easy to look for. */
export const TOKEN = 'b6f5a3c2-1d4e-4f60-8a7b-secret-token';

export const EVENT: Route = createSplunk().frame('event', {}, false).route;

export function settingsOf(options: HecOptions): DestinationSettings {
  const [settings] = normalise({ token: TOKEN, ...options }, {}, 'test-host').destinations;
  if (settings === undefined) throw new Error('no destination');
  return settings;
}

export interface TestEndpoint extends Endpoint {
  readonly warnings: string[];
  /** Posts one small event. */
  post(): Promise<Reply>;
  posted(): Promise<HecResponse>;
  failed(): Promise<ExchangeFailure>;
}

/** An endpoint that speaks Splunk, made from options as a user writes them. */
export function endpointAt(
  url: URL,
  options: HecOptions = {},
  parts: Partial<EndpointOptions> & { readonly dialect?: Dialect } = {},
): TestEndpoint {
  const warnings: string[] = [];
  const endpoint = createEndpoint({
    url,
    settings: settingsOf({ url: url.href.replace(/\/$/, ''), allowInsecureHttp: true, ...options }),
    dialect: createSplunk(),
    runtime: nodeRuntime,
    onWarning: (code, message) => void warnings.push(`${code}: ${message}`),
    ...parts,
  });
  onTestFinished(async () => {
    const closing = endpoint.close(0);
    if (parts.runtime !== undefined && 'advance' in parts.runtime) (parts.runtime as FakeRuntime).advance(0);
    await closing;
  });
  const post = (): Promise<Reply> =>
    endpoint.exchange({ route: EVENT, body: Buffer.from('{"event":"hello"}\n'), encoding: 'identity' });
  return {
    origin: endpoint.origin,
    get affinity() {
      return endpoint.affinity;
    },
    exchange: (request) => endpoint.exchange(request),
    call: (request) => endpoint.call(request),
    credential: () => endpoint.credential(),
    refresh: () => endpoint.refresh(),
    close: (graceMs) => endpoint.close(graceMs),
    warnings,
    post,
    async posted() {
      const reply = await post();
      if (reply.response === undefined) throw new Error(`no answer: ${reply.failure.reason}, ${reply.failure.message}`);
      return reply.response;
    },
    async failed() {
      const reply = await post();
      if (reply.failure === undefined) throw new Error(`an answer: ${reply.response.status}`);
      return reply.failure;
    },
  };
}
