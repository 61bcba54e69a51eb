import { clearTimeout, setTimeout } from 'node:timers';
import { HecError } from 'hec-core';
import { answersOf, type Controllable, hasEnded } from './controllable.ts';
import { ANSWERS, type Refusal, type Request } from './messages.ts';

/** Asks a transport something; rejects with why there is no answer. */
export type Ask = <T>(request: Request, waitMs?: number) => Promise<T>;

/** The worker answers within a turn of its event loop, once it has started. */
const ANSWER_WAIT_MS = 10_000;
/** As long as a flush or a check may take, and the answer. */
export const LONG_WAIT_MS: number = 600_000 + ANSWER_WAIT_MS;

let lastId = 0;

/** @param to a destination of the target that is meant, where several share a worker */
export function createAsk(transport: Controllable, to: string | undefined): Ask {
  const answers = answersOf(transport);
  return <T>(request: Request, waitMs = ANSWER_WAIT_MS) => {
    const id = ++lastId;
    const name = ANSWERS[request.code];
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const refuse = (code: HecError['code'], why: string): void => {
      end();
      reject(new HecError(code, why));
    };
    const end = (): void => {
      clearTimeout(timer);
      answers.off(name, answered);
      answers.off('close', closed);
    };
    const answered = (value: T, answerId?: number, refusal?: Refusal): void => {
      if (answerId !== id) return;
      end();
      if (refusal === undefined) resolve(value);
      else reject(errorOf(refusal));
    };
    const closed = (): void => refuse('HEC_CLOSED', 'The pino-hec transport has ended; it answers no more.');
    const late = (): void => refuse('HEC_CLOSED', `The worker of pino-hec has not answered for ${waitMs / 1000} s.`);
    // Keeps the process alive while somebody waits, and no longer.
    const timer = setTimeout(late, waitMs);
    answers.on(name, answered);
    answers.on('close', closed);
    if (hasEnded(transport)) closed();
    else
      try {
        transport.emit('message', { ...request, id, ...(to === undefined ? {} : { to }) });
      } catch (error) {
        refuse('HEC_INVALID_OPTION', `This cannot travel to the worker thread: ${String(error)}`);
      }
    return promise;
  };
}

function errorOf({ code, message, option }: Refusal): HecError {
  return new HecError(code, message, option === undefined ? {} : { option });
}
