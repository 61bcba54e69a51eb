import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Config } from '../config.ts';
import { distort, takes } from '../fault/distort.ts';
import { createFaultPlan, type FaultPlan } from '../fault/plan.ts';
import type { Fault } from '../fault/types.ts';
import type { AckBook } from '../hec/acks.ts';
import { inflate } from '../hec/inflate.ts';
import type { Answer, Call } from '../personality/types.ts';
import type { Memory } from '../store/memory.ts';
import { type Head, readBody, readHead } from './call.ts';
import { redactHeaders, redactQuery } from './redact.ts';
import { reply } from './reply.ts';

/** Takes requests in: fault or personality decides, the memory files, the reply goes out. */
export interface Reception {
  receive(request: IncomingMessage, response: ServerResponse): Promise<void>;
  connected(socket: Socket): void;
  /** Works by another configuration from the next request on. Counts of faults start anew only if `faults` is given. */
  configure(config: Config, faults?: readonly Fault[]): void;
}

const silence: Answer = { status: 0 };
const answerShown = 500;

export function createReception(initial: Config, memory: Memory, acks: AckBook): Reception {
  let config = initial;
  let plan: FaultPlan = createFaultPlan(config.faults, config.seed);
  let connections = 0;
  const numbers = new WeakMap<Socket, number>();

  function decide(call: Call): { fault: Fault | undefined; answer: Answer } {
    const text = (): string => {
      const inflated = inflate(call, config.maxContentLength);
      return 'text' in inflated ? inflated.text : '';
    };
    const fault = plan.atBody({ method: call.method, path: call.path, text });
    const needed = fault === undefined || takes(fault);
    const right = needed ? config.personality.answer(call, { config, acks }) : silence;
    return { fault, answer: fault === undefined ? right : distort(fault, right) };
  }

  return {
    connected(socket) {
      numbers.set(socket, ++connections);
      memory.countConnection();
    },
    configure(next, faults) {
      config = next;
      if (faults !== undefined) plan = createFaultPlan(faults, config.seed);
    },
    async receive(request, response) {
      const head: Head = readHead(request);
      const seen = {
        receivedAt: Date.now(),
        method: head.method,
        path: config.personality.publicPath?.(head.path) ?? head.path,
        query: redactQuery(head.query),
        headers: redactHeaders(head.headers),
        connection: numbers.get(request.socket) ?? 0,
      };
      const nothing = { ...seen, bytes: 0, inflatedBytes: 0, status: 0, answer: '' };
      const early = plan.atHead(head);
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
