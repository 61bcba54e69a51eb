import { type FlushResult, type HecClient, HecError } from 'hec-core';
import { addChecks, addConfigs, addFlushes, addStats } from './add.ts';
import { ANSWERS, type Emit, type Refusal, type Request } from './messages.ts';

/** A client that can be asked. Several `pino-hec` targets share a worker. */
export interface Asked {
  readonly client: HecClient;
  flush(timeoutMs?: number): Promise<FlushResult>;
}

/**
 * Does what the application asks of its transport, and answers once, for all that are meant: with the result, or with
 * why there is none. Never rejects.
 */
export async function answer(all: readonly Asked[], request: Request, emit: Emit): Promise<void> {
  const name = ANSWERS[request.code];
  try {
    const meant = request.to === undefined ? all : named(request.to, all);
    emit(name, await ACTS[request.code](meant, request), request.id);
  } catch (error) {
    emit(name, undefined, request.id, refusalOf(error));
  }
}

const ACTS: Readonly<Record<Request['code'], (meant: readonly Asked[], request: Request) => unknown>> = {
  HEC_STATS: (meant) => addStats(meant.map(({ client }) => client.stats())),
  HEC_FLUSH: async (meant, { timeoutMs }) => addFlushes(await Promise.all(meant.map((one) => one.flush(timeoutMs)))),
  HEC_STATUS: (meant) => meant.flatMap(({ client }) => client.status()),
  HEC_CONFIG: (meant) => addConfigs(meant.map(({ client }) => client.config())),
  HEC_CHECK: async (meant) => addChecks(await Promise.all(meant.map(({ client }) => client.check()))),
  HEC_PAUSE: (meant) => meant.forEach(({ client }) => client.pause()),
  HEC_RESUME: (meant) => meant.forEach(({ client }) => client.resume()),
  HEC_UPDATE(meant, { changes = {}, destination }) {
    const [one, ...others] = destination === undefined ? meant : named(destination, meant);
    if (others.length > 0) {
      // One of them could refuse what another has taken over already.
      const message = `Which destination changes? There are ${namesOf(meant)}, of several pino-hec targets: give each a \`name\` of its own and say it, update(changes, name).`;
      throw new HecError('HEC_INVALID_OPTION', message);
    }
    one?.client.update(changes, destination);
  },
};

/** @throws HecError when there is none of that name */
function named(name: string, all: readonly Asked[]): readonly Asked[] {
  const found = all.filter(({ client }) => destinationsOf(client).includes(name));
  if (found.length > 0) return found;
  throw new HecError('HEC_INVALID_OPTION', `No destination is named \`${name}\`: there is ${namesOf(all)}`);
}

const namesOf = (all: readonly Asked[]): string =>
  all
    .flatMap(({ client }) => destinationsOf(client))
    .map((name) => `\`${name}\``)
    .join(', ');

const destinationsOf = (client: HecClient): string[] => client.stats().destinations.map(({ name }) => name);

function refusalOf(error: unknown): Refusal {
  if (error instanceof HecError) return { code: error.code, message: error.message, option: error.option };
  return { code: 'HEC_INVALID_OPTION', message: String(error), option: undefined };
}
