import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request as send } from 'node:http';
import { request as sendTls } from 'node:https';

export interface Sent {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
  readonly ca?: string;
  /** Certificate and key that the client shows. */
  readonly client?: { readonly cert: string; readonly key: string };
}

export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** One plain request on a connection of its own: nothing is added, retried or inflated on the way. */
export function request(
  url: string,
  { method = 'POST', headers = {}, body = '', ca, client }: Sent = {},
): Promise<Received> {
  const { promise, resolve, reject } = Promise.withResolvers<Received>();
  const options = { method, headers: { 'content-length': Buffer.byteLength(body), ...headers }, agent: false };
  const outgoing = url.startsWith('https:') ? sendTls(url, { ...options, ...client, ca }) : send(url, options);
  outgoing.on('error', reject);
  outgoing.on('response', (response) => {
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      text += chunk;
    });
    response.on('error', reject);
    response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
  });
  outgoing.end(body);
  return promise;
}

export const token = 'test-token';
export const channel = '11111111-2222-3333-4444-555555555555';

/** Headers of a well-behaved sender, as protocol.md section 7 assumes them. */
export const goodHeaders: OutgoingHttpHeaders = {
  authorization: `Splunk ${token}`,
  'user-agent': 'hec-server-test',
  'content-type': 'application/json',
};
