import type { MessagePort } from 'node:worker_threads';
import { type Asked, answer } from './answer.ts';
import { type Emit, isRequest } from './messages.ts';

/** The targets of each worker; pino loads all of them in one thread. */
const sharing = new WeakMap<MessagePort, Asked[]>();

/** Answers what the application asks of this worker: one more is asked, and all of them answer together. */
export function joinAnswers(port: MessagePort, asked: Asked, emit: Emit): void {
  const others = sharing.get(port);
  if (others !== undefined) {
    others.push(asked);
    return;
  }
  const all = [asked];
  sharing.set(port, all);
  port.on('message', (message) => {
    if (isRequest(message)) void answer(all, message, emit);
  });
}
