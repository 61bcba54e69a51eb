import type { ServerResponse } from 'node:http';
import type { Fault } from '../fault/types.ts';
import type { Answer } from '../personality/types.ts';

/** Sends an answer, or does to the connection what the fault says. */
export function reply(
  response: ServerResponse,
  answer: Answer,
  extra: Readonly<Record<string, string>>,
  fault?: Fault,
): void {
  if (fault?.do === 'hang') return;
  const { socket } = response;
  if (fault?.do === 'reset' || fault?.do === 'reset-after') {
    socket?.resetAndDestroy();
    return;
  }
  const body = Buffer.from(answer.body ?? '');
  const send = (): void => {
    if (response.destroyed) return;
    response.writeHead(answer.status, {
      ...(body.length === 0 ? {} : { 'content-type': 'application/json; charset=UTF-8' }),
      ...extra,
      ...answer.headers,
      ...(answer.status === 204 ? {} : { 'content-length': body.length }),
    });
    if (fault?.do === 'half') {
      response.write(body.subarray(0, body.length >> 1), () => socket?.resetAndDestroy());
      return;
    }
    // A keep-alive answer, and then the socket is gone: what a balancer with a short idle timeout does.
    if (fault?.do === 'close') response.once('finish', () => socket?.destroySoon());
    if (answer.afterthought !== undefined) response.once('finish', () => socket?.write(answer.afterthought ?? ''));
    response.end(body);
  };
  if (fault?.do === 'slow') {
    const timer = setTimeout(send, fault.ms);
    response.once('close', () => clearTimeout(timer));
  } else send();
}
