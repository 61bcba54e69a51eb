import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface BareRequest {
  readonly authorization: string | undefined;
  readonly lines: readonly string[];
}

/** A collector that keeps the credentials it was shown, which hec-server never does. */
export async function startBareCollector(): Promise<{
  readonly url: string;
  readonly requests: readonly BareRequest[];
  close(): void;
}> {
  const requests: BareRequest[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      requests.push({ authorization: request.headers.authorization, lines: body.split('\n').filter(Boolean) });
      return response.setHeader('content-type', 'application/json').end('{"text":"Success","code":0}');
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests, close: () => void server.close() };
}
