import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { distort, takes } from '../fault/distort.ts';
import type { FaultPlan } from '../fault/plan.ts';
import type { Fault } from '../fault/types.ts';
import { inflate } from '../intake/inflate.ts';
import type { Answer, Call, House } from '../personality/types.ts';
import type { Memory } from '../store/memory.ts';
import { type Head, readBody } from './call.ts';
import { redactHeaders, redactQuery } from './redact.ts';
import { reply } from './reply.ts';

/** Takes requests in: fault or personality decides, the memory files, the reply goes out. */
export interface Reception {
  receive(request: IncomingMessage, response: ServerResponse, head: Head): Promise<void>;
}

const silence: Answer = { status: 0 };
const answerShown = 500;

export function createReception(house: () => House, memory: Memory, faults: FaultPlan): Reception {
  let connections = 0;
  const numbers = new WeakMap<Socket, number>();

  /** Counted at its first request, so that connections of the page do not count. */
  function numberOf(socket: Socket): number {
    const known = numbers.get(socket);
    if (known !== undefined) return known;
    memory.countConnection();
    numbers.set(socket, ++connections);
    return connections;
  }

  function decide(call: Call): { fault: Fault | undefined; answer: Answer } {
    const { config } = house();
    const text = (): string => {
      const inflated = inflate(call, config.maxContentLength);
      return 'text' in inflated ? inflated.text : '';
    };
    const fault = faults.atBody({ method: call.method, path: call.path, text });
    const needed = fault === undefined || takes(fault);
    const right = needed ? config.personality.answer(call, house()) : silence;
    return { fault, answer: fault === undefined ? right : distort(fault, right) };
  }

  return {
    async receive(request, response, head) {
      const { config } = house();
      const seen = {
        receivedAt: Date.now(),
        method: head.method,
        path: config.personality.publicPath?.(head.path) ?? head.path,
        query: redactQuery(head.query),
        headers: redactHeaders(head.headers),
        connection: numberOf(request.socket),
      };
      const nothing = { ...seen, bytes: 0, inflatedBytes: 0, status: 0, answer: '' };
      const early = faults.atHead(head);
      if (early !== undefined) {
        memory.file({ ...nothing, fault: early.do }, []);
        reply(response, silence, {}, early);
        return;
      }
      const read = await readBody(request, config.maxContentLength).catch(() => undefined);
      if (read === undefined) {
        memory.file({ ...nothing, aborted: true }, []);
        return;
      }
      const { fault, answer } = decide({ ...head, ...read });
      const answered = fault?.do !== 'hang' && fault?.do !== 'reset-after';
      const filed = {
        ...seen,
        bytes: read.bytes,
        inflatedBytes: answer.inflatedBytes ?? 0,
        status: answered ? answer.status : 0,
        answer: answered ? (answer.body ?? '').slice(0, answerShown) : '',
        ...(fault === undefined ? {} : { fault: fault.do }),
      };
      // Filed before it is answered: whoever has the answer finds the events.
      memory.file(filed, answer.taken ?? []);
      reply(response, answer, config.responseHeaders, fault);
    },
  };
}
