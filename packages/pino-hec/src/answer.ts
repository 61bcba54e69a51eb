import { type HecClient, HecError } from 'hec-core';
import { ANSWERS, type Emit, type Refusal, type Request } from './messages.ts';

/** Does what the application asks of its transport, and answers with the result or why there is none. Never rejects. */
export async function answer(client: HecClient, request: Request, emit: Emit): Promise<void> {
  const name = ANSWERS[request.code];
  try {
    emit(name, await ACTS[request.code](client, request), request.id);
  } catch (error) {
    emit(name, undefined, request.id, refusalOf(error));
  }
}

const ACTS: Readonly<Record<Request['code'], (client: HecClient, request: Request) => unknown>> = {
  HEC_STATS: (client) => client.stats(),
  HEC_FLUSH: (client, { timeoutMs }) => client.flush(timeoutMs === undefined ? {} : { timeoutMs }),
  HEC_STATUS: (client) => client.status(),
  HEC_CONFIG: (client) => client.config(),
  HEC_CHECK: (client) => client.check(),
  HEC_PAUSE: (client) => client.pause(),
  HEC_RESUME: (client) => client.resume(),
  HEC_UPDATE: (client, { changes = {}, destination }) => client.update(changes, destination),
};

function refusalOf(error: unknown): Refusal {
  if (error instanceof HecError) return { code: error.code, message: error.message, option: error.option };
  return { code: 'HEC_INVALID_OPTION', message: String(error), option: undefined };
}
