import { parseFault } from '../fault/parse.ts';
import type { Desk } from './desk.ts';

/** What an API route gives back, to be sent as JSON. */
export type ApiAnswer = { readonly status: number; readonly value: unknown };

const most = 1000;

function readLimit(query: URLSearchParams, standard: number): number {
  const limit = Number(query.get('limit') ?? standard);
  return Number.isInteger(limit) && limit > 0 ? limit : standard;
}

/** Adds the fault written in `{"fault":"503,times=5"}`, in the form of the command line. */
function addFault(desk: Desk, body: string): ApiAnswer {
  try {
    const { fault } = JSON.parse(body) as { fault?: unknown };
    desk.faults.add(parseFault(typeof fault === 'string' ? fault : ''));
  } catch (error) {
    return { status: 400, value: { error: (error as Error).message } };
  }
  desk.changed();
  return { status: 200, value: desk.faults.list() };
}

function removeFault(desk: Desk, id: string | null): ApiAnswer {
  if (id === null) desk.faults.replace([], desk.config().seed);
  else desk.faults.remove(Number(id));
  desk.changed();
  return { status: 200, value: desk.faults.list() };
}

function clear(desk: Desk): ApiAnswer {
  desk.memory.clear();
  desk.changed();
  return { status: 200, value: desk.stats() };
}

/** Answers `GET /api/events`, `/api/requests`, `/api/stats`, and what the page's buttons do. Undefined for other methods. */
export function answerApi(
  method: string,
  path: string,
  query: URLSearchParams,
  body: string,
  desk: Desk,
): ApiAnswer | undefined {
  switch (`${method} ${path}`) {
    case 'GET /api/events': {
      const afterSeq = Number(query.get('after') ?? 0);
      const search = query.get('search') ?? '';
      return { status: 200, value: desk.memory.events({ search, limit: readLimit(query, 100), afterSeq }) };
    }
    case 'GET /api/requests':
      return { status: 200, value: desk.memory.requests().slice(-Math.min(readLimit(query, 100), most)) };
    case 'GET /api/stats':
      return { status: 200, value: desk.stats() };
    case 'GET /api/faults':
      return { status: 200, value: desk.faults.list() };
    case 'POST /api/faults':
      return addFault(desk, body);
    case 'DELETE /api/faults':
      return removeFault(desk, query.get('id'));
    case 'POST /api/clear':
      return clear(desk);
    default:
      return undefined;
  }
}
