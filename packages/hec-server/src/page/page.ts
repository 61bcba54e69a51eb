import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Head, readBody } from '../http/call.ts';
import { answerApi } from './api.ts';
import type { Desk } from './desk.ts';
import { refusePage } from './guard.ts';
import { html } from './html.ts';
import { script } from './script.ts';
import { openStream } from './stream.ts';
import { style } from './style.ts';

const files: Readonly<Record<string, { readonly type: string; readonly text: string }>> = {
  '/': { type: 'text/html; charset=utf-8', text: html },
  '/page.css': { type: 'text/css; charset=utf-8', text: style },
  '/page.js': { type: 'text/javascript; charset=utf-8', text: script },
};

const api = new Set(['/api/events', '/api/requests', '/api/stats', '/api/faults', '/api/clear', '/api/stream']);
const longestBody = 64 * 1024;

/** Whether the request is for the page. No product has an intake at these paths; `POST /` is one of Sekoia's. */
export function isPage({ method, path }: Head): boolean {
  return api.has(path) || (method === 'GET' && Object.hasOwn(files, path));
}

/** Answers a request for which {@link isPage} holds. It is neither filed nor counted. */
export async function answerPage(
  request: IncomingMessage,
  response: ServerResponse,
  head: Head,
  desk: Desk,
): Promise<void> {
  const send = (status: number, type: string, text: string, more: Readonly<Record<string, string>> = {}): void => {
    response.writeHead(status, { ...desk.headers, ...more, 'content-type': type });
    response.end(text);
  };
  const refused = refusePage(request, desk.config());
  if (refused !== undefined) {
    const challenge = refused.status === 401 ? { 'www-authenticate': 'Basic realm="hec-server"' } : {};
    return send(refused.status, 'text/plain; charset=utf-8', refused.text, challenge);
  }
  const file = files[head.path];
  if (file !== undefined) return send(200, file.type, file.text);
  if (head.path === '/api/stream') return openStream(response, desk, head.query.get('search') ?? '');
  const read = await readBody(request, longestBody).catch(() => undefined);
  if (read === undefined) return undefined;
  const answer = answerApi(head.method, head.path, head.query, read.body.toString('utf8'), desk);
  if (answer === undefined) return send(405, 'text/plain; charset=utf-8', 'There is no such call.\n');
  return send(answer.status, 'application/json; charset=utf-8', JSON.stringify(answer.value));
}
