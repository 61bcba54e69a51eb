import { hecBody } from '../hec/codes.ts';
import type { Answer } from '../personality/types.ts';
import type { Fault } from './types.ts';

type StatusFault = Extract<Fault, { do: 'status' }>;

const pages: Readonly<Record<number, string>> = {
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

function htmlPage(status: number): Answer {
  const title = `${status} ${pages[status] ?? 'Error'}`;
  return {
    status,
    headers: { 'content-type': 'text/html' },
    body: `<html>\n<head><title>${title}</title></head>\n<body><center><h1>${title}</h1></center><hr><center>proxy</center></body>\n</html>\n`,
  };
}

function statusAnswer(fault: StatusFault, right: Answer): Answer {
  const taken = right.taken ?? [];
  const kept = typeof fault.take === 'number' ? taken.slice(0, fault.take) : fault.take === true ? taken : [];
  const extras = {
    ...(typeof fault.take === 'number' ? { 'invalid-event-number': kept.length } : {}),
    ...(right.ackId === undefined || kept.length === 0 ? {} : { ackId: right.ackId }),
  };
  const hec = fault.code === undefined ? '' : hecBody(fault.code, extras, fault.text);
  return {
    status: fault.status,
    headers: {
      ...fault.headers,
      ...(fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) }),
    },
    body: fault.body ?? hec,
    taken: kept,
  };
}

/** Whether the fault needs the personality's answer first, and with it its taking of events and its ack ids. */
export function takes(fault: Fault): boolean {
  if (fault.do === 'status' || fault.do === 'html' || fault.do === 'hang') return (fault.take ?? false) !== false;
  return fault.do === 'wrong-json' ? (fault.take ?? true) : true;
}

/** What the fault makes of the right answer. What happens to the connection is for the sender of answers. */
export function distort(fault: Fault, right: Answer): Answer {
  const taken = right.taken ?? [];
  if (fault.do === 'status') return statusAnswer(fault, right);
  if (fault.do === 'html') return { ...htmlPage(fault.status ?? 502), taken };
  if (fault.do !== 'wrong-json') return right;
  return { status: fault.status ?? 200, body: fault.body ?? '{"text":"Success","code":', taken };
}
