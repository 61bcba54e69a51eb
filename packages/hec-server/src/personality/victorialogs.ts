import { hecExample } from '../hec/example.ts';
import { readLoosely } from '../hec/loose.ts';
import { empty, text } from '../intake/answers.ts';
import { inflate } from '../intake/inflate.ts';
import { readJsonStream } from '../intake/json-stream.ts';
import { isObject } from '../intake/values.ts';
import type { Answer, Call, House, Personality, TakenEvent } from './types.ts';

const success = '{"text":"Success","code":0}';
const route = /^(?:\/insert\/splunk)?\/services\/collector\/(event|event\/1\.0|health)$/;

const unreadable = (why: string): Answer => text(400, `cannot read Splunk request: ${why}\n`);
const unparsed = (why: string): Answer => unreadable(`splunk: failed to parse whole event: ${why}`);

const problems: Readonly<Record<string, string>> = {
  corrupt: 'gzip: invalid header',
  truncated: 'unexpected EOF',
  encoding: 'unsupported encoding',
  'too-long': 'too big data size',
};

/** What it cannot parse it refuses only when nothing came before it; otherwise it says Success and drops the rest (protocol D30). */
function takeEvents(body: string): Answer {
  const taken: TakenEvent[] = [];
  for (const piece of readJsonStream(body)) {
    const good = 'value' in piece && isObject(piece.value);
    if (good) taken.push(readLoosely(piece));
    else if (taken.length > 0) break;
    else if ('value' in piece)
      return unparsed(
        `value doesn't contain object; it contains ${Array.isArray(piece.value) ? 'array' : typeof piece.value}`,
      );
    else
      return unparsed(
        body.trimStart().startsWith('{') ? 'cannot parse object' : 'cannot parse number: unexpected char',
      );
  }
  return { status: 200, body: success, taken };
}

function post(call: Call, house: House): Answer {
  const body = inflate(call, house.config.maxContentLength, ['gzip', 'deflate']);
  if ('problem' in body) return unreadable(problems[body.problem] ?? body.problem);
  return { ...takeEvents(body.text), inflatedBytes: body.bytes };
}

/** VictoriaLogs of 2026-07 as measured: peers-measured.md section 2, protocol D30-D32. It asks for no token. */
export const victorialogs: Personality = {
  name: 'victorialogs',
  maxContentLength: 67_108_864,
  maxEventBytes: 838_860_800,
  example: hecExample,
  answer(call, house) {
    const [, matched] = route.exec(call.path) ?? [];
    if (matched === undefined) return text(400, `unsupported path requested: "${call.path}"\n`);
    if (matched === 'health') return empty(200);
    if (call.method === 'OPTIONS') return empty(204);
    return call.method === 'POST' ? post(call, house) : empty(405);
  },
};
