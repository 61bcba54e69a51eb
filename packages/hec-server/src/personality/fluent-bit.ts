import { hecAnswer } from '../hec/codes.ts';
import { hecExample } from '../hec/example.ts';
import { empty, text } from '../intake/answers.ts';
import { judgeToken, readAuthorization } from '../intake/credential.ts';
import { readJsonStream } from '../intake/json-stream.ts';
import { elements, type Piece } from '../intake/values.ts';
import { readGzip } from './fluent-bit/gzip.ts';
import type { Answer, Call, House, Personality, TakenEvent } from './types.ts';

const server = { server: 'Fluent Bit', 'x-http-engine': 'Monkey heritage', 'content-type': 'application/json' };

const hec = (code: number): Answer => ({ ...hecAnswer(code), headers: server });
const words = (message: string): Answer => ({
  ...text(400, `error: ${message}\n`),
  headers: { server: server.server },
});

/** With a token configured only `Splunk <token>` will do, in any case of letters; without one nothing is asked. */
function refuse(call: Call, { config }: House): Answer | undefined {
  if (config.tokens.size === 0) return undefined;
  const header = readAuthorization(call);
  if (header === undefined) return hec(2);
  if (header.scheme !== 'splunk') return hec(3);
  return judgeToken(config, header.value) === 'known' ? undefined : hec(4);
}

/** The whole envelope becomes the record; nothing in it is looked at, not even `event` and `time`. */
function readRecord({ value, text: raw }: Piece): TakenEvent {
  return { kind: 'event', event: value, raw };
}

/**
 * The body is parsed completely first, so one syntax error anywhere costs all of it (protocol D12). But a body that
 * merely ends too soon is taken as far as it goes, without a word (measured).
 */
function takeEvents(body: string): Answer {
  const taken: TakenEvent[] = [];
  for (const piece of readJsonStream(body)) {
    if (!('broken' in piece)) taken.push(...elements(piece).map(readRecord));
    else if (taken.length === 0 || !isCutShort(body.slice(piece.start))) return hec(6);
  }
  return taken.length === 0 ? hec(6) : { ...hec(0), taken };
}

/** Whether the text is the beginning of an object that has not been closed. */
function isCutShort(rest: string): boolean {
  const withoutStrings = rest.replaceAll(/"(?:[^"\\]|\\.)*("|$)/g, '');
  const count = (bracket: string): number => withoutStrings.split(bracket).length - 1;
  return rest.startsWith('{') && count('{') + count('[') > count('}') + count(']');
}

/** Other types than this one are told by their first character, `; charset=utf-8` included (protocol 1.4). */
function isJson(call: Call, body: string): boolean {
  const type = call.headers['content-type'] ?? '';
  return type === 'application/json' || (!type.startsWith('text/plain') && /^\s*[{[]/.test(body));
}

/** The text of the body becomes one record, lines and all. */
function takeText(body: string): Answer {
  return { ...hec(0), taken: [{ kind: 'raw', event: { log: body }, raw: body }] };
}

/** Two complete answers for one request, which puts a kept connection out of step (measured, D13). */
const rawWithoutType: Answer = {
  ...words("header 'Content-Type' is not set"),
  afterthought:
    'HTTP/1.1 400 Bad Request\r\nserver: Fluent Bit\r\nx-http-engine: Monkey heritage\r\ncontent-type: application/json\r\ncontent-length: 27\r\n\r\n{"text":"No data","code":5}',
};

function post(call: Call, house: House, raw: boolean): Answer {
  const refused = refuse(call, house);
  if (refused !== undefined) return refused;
  if (call.overflow) return { ...empty(413), headers: { connection: 'close' } };
  if (call.body.length === 0) return hec(5);
  if (raw && call.headers['content-type'] === undefined) return rawWithoutType;
  const bytes = readGzip(call);
  if (bytes === undefined) return hec(6);
  const body = bytes.toString('utf8');
  const answer = raw || !isJson(call, body) ? takeText(body) : takeEvents(body);
  return { ...answer, inflatedBytes: bytes.length };
}

const intake = /^\/services\/collector(?:\/event(?:\/1\.0)?|(\/raw(?:\/1\.0)?))?$/;

/** Fluent Bit 5.1.1 `in_splunk` as measured: peers-measured.md section 2, protocol D10-D14. */
export const fluentBit: Personality = {
  name: 'fluent-bit',
  maxContentLength: 4_194_304, // its default `buffer_max_size`, on the wire (protocol section 5)
  maxEventBytes: 838_860_800,
  example: hecExample,
  answer(call, house) {
    if (call.method !== 'GET' && call.method !== 'POST') return words('invalid HTTP method');
    if (call.method === 'GET' && call.path === '/services/collector/health') {
      return { status: 200, headers: server, body: '{"text":"Success","code":200}' };
    }
    const [matched, raw] = intake.exec(call.path) ?? [];
    if (call.method === 'GET' || matched === undefined) return words('invalid HTTP endpoint');
    return post(call, house, raw !== undefined);
  },
};
