import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';

/** An answer word for word. */
export interface Line {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Heard {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Inflated. */
  readonly body: string;
}

export interface ScriptedCollector {
  readonly url: string;
  readonly heard: readonly Heard[];
  /** Resolves with the request of this number, from 1. */
  request(nth: number): Promise<Heard>;
}

export const SUCCESS: Line = { status: 200, body: '{"text":"Success","code":0}' };

/**
 * A real HTTP server on a free port that knows nothing of HEC: it says what is in its script, then that all is well.
 *
 * @param listening called with every request before it is answered
 */
export async function scriptedCollector(
  script: readonly Line[],
  listening: (heard: Heard) => void = () => {},
): Promise<ScriptedCollector> {
  const heard: Heard[] = [];
  const arrivals = new EventEmitter();
  const lines = script.values();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const bytes = Buffer.concat(chunks);
      const body = (headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString();
      const one = { method, path: url, headers, body };
      heard.push(one);
      listening(one);
      const line = lines.next().value ?? SUCCESS;
      response.writeHead(line.status, { 'content-type': 'application/json', ...line.headers }).end(line.body);
      arrivals.emit('request');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    async request(nth) {
      while (heard.length < nth) await once(arrivals, 'request');
      const found = heard[nth - 1];
      if (found === undefined) throw new Error(`there is no request ${nth}`);
      return found;
    },
  };
}
