import { enriched } from './fields.ts';
import { fateOf } from './intake.ts';
import { all } from './outcome.ts';
import { readReply, withReply } from './reply.ts';
import { interpretReceipts } from './sekoia-receipts.ts';
import type { SekoiaRegion } from './sekoia-url.ts';
import { createRoutes, JSON_TYPE, joined, type Member, type Part, TEXT_TYPE, template, texts } from './template.ts';
import type { Credential, Dialect, Limits, Metadata, Route } from './types.ts';

/** The calls of the intake; `/` is the one at the root, for one structured event (K05). */
export type SekoiaPath = 'plain' | 'plain/batch' | 'jsons' | '/' | 'batch' | 'array';

export interface SekoiaOptions {
  /**
   * Region of the community, in place of `url`. Of any other region copy the intake address from the Sekoia.io console
   * into `url`.
   */
  readonly region?: SekoiaRegion;
  /**
   * Which call is used. `jsons` and `plain/batch` take many events and leave their time to the intake's parser; `array`
   * and `/` carry each event's time, but want the key in the body. `plain` and `/` take one event a request.
   * @default 'jsons'
   */
  readonly path?: SekoiaPath;
  /** Where the key goes for `plain`, `plain/batch` and `jsons`; the others have it in the body. @default 'header' */
  readonly keyIn?: 'header' | 'basic' | 'query';
  /** For `jsons`: where in an object the array of events stands, for example `$.a.b` (K04). */
  readonly jsonPath?: string;
  /**
   * For `jsons`: sends each event as an object that begins with `timestamp`, `host`, `source`, `sourcetype`, `index` and
   * the fields, where its own members of the same name win. `false` sends events as they are, for the intake's format to
   * parse: then there is no place for any of these.
   * @default false
   */
  readonly metadata?: boolean;
}

interface Call extends Pick<Route, 'open' | 'separator' | 'close' | 'headers'> {
  /** How an event stands in the body; `timed` where it is an object with the key and, under this name, its time. */
  readonly event: readonly Part[] | { readonly timed: string };
  readonly keyInBody?: boolean;
}

// Stands in the body where the key belongs until the endpoint room puts it there. In an event its quotes are escaped:
// every event here is a JSON string.
const MARKER = '"intake_key":null';

const ONE = { open: '', separator: '', close: '' } as const;

const CALLS: Readonly<Record<SekoiaPath, Call>> = {
  plain: { ...ONE, headers: TEXT_TYPE, event: [['text']] },
  'plain/batch': { ...ONE, headers: TEXT_TYPE, event: [['text']] },
  jsons: { open: '[', separator: ',', close: ']', headers: JSON_TYPE, event: [['quoted']] },
  '/': {
    ...ONE,
    headers: JSON_TYPE,
    event: { timed: '@timestamp' },
    keyInBody: true,
  },
  batch: {
    open: `{${MARKER},"jsons":[`,
    separator: ',',
    close: ']}',
    headers: JSON_TYPE,
    event: [['quoted']],
    keyInBody: true,
  },
  array: {
    open: '[',
    separator: ',',
    close: ']',
    headers: JSON_TYPE,
    event: { timed: 'timestamp' },
    keyInBody: true,
  },
};

const CREDENTIAL: Readonly<Record<NonNullable<SekoiaOptions['keyIn']>, Credential>> = {
  header: { header: 'x-sekoiaio-intake-key', prefix: '' },
  // The key is the password; the user does not matter (K02).
  basic: { header: 'authorization', prefix: 'Basic' },
  query: { header: 'x-sekoiaio-intake-key', prefix: '', query: 'intake_key' },
};

// A batch's receipts are 39 bytes each, and of an answer's body the first 64 KiB are kept; 1,000 is also what
// Sekoia's own sender uses. The body: the SDK's maximum of 10 MiB, filled to 90 %. An event: 250 KiB (K09).
const LIMITS: Limits = { bodyBytes: 9_437_184, events: 1000, eventBytes: 256_000 };

/**
 * Sekoia.io HTTPS intake. Events travel as text, structured ones as their JSON text, for the format of the intake to parse;
 * the protocol has no place of its own for host, source, sourcetype, index and fields.
 */
export function createSekoia(options: SekoiaOptions = {}): Dialect {
  const { path = 'jsons', keyIn = 'header', jsonPath, metadata: carried = false } = options;
  const routes = createRoutes();
  const call = CALLS[path];
  const { open, close } = jsonPath === undefined ? call : nested(jsonPath);
  const door = path === '/' ? '' : `/${path}`;
  const query = jsonPath === undefined ? '' : `?path=${encodeURIComponent(jsonPath)}`;
  return {
    name: 'sekoia',
    limits: path === 'plain' || path === '/' ? { ...LIMITS, events: 1 } : LIMITS,
    gzip: true,
    credential: CREDENTIAL[keyIn],
    paths: { event: door, raw: door },
    frame(kind, metadata, dynamicFields) {
      const route = routes(kind, () => ({
        kind,
        path: `${door}${query}`,
        headers: call.headers,
        open,
        separator: call.separator,
        close,
        ...(call.keyInBody === true ? { bodyCredential: { marker: MARKER } } : {}),
      }));
      if (carried && kind === 'event') return template(route, enriched(known(metadata), metadata, dynamicFields));
      return template(route, 'timed' in call.event ? keyed(call.event.timed, metadata) : call.event);
    },
    interpret(response, sent) {
      const reply = readReply(response);
      const fate = fateOf(response, sent, reply);
      return withReply(fate.do === 'deliver' ? interpretReceipts(reply.members, sent) : all(sent, fate), reply);
    },
  };
}

function keyed(timeName: string, metadata: Metadata): Part[] {
  return ['{', ...joined([...time(timeName, metadata), [MARKER], ['"json":', ['quoted']]]), '}'];
}

function known(metadata: Metadata): Member[] {
  const { host, source, sourcetype, index } = metadata;
  return [...time('timestamp', metadata), ...texts({ host, source, sourcetype, index })];
}

const time = (name: string, { timeless }: Metadata): Member[] => (timeless === true ? [] : [[`"${name}":`, ['iso']]]);

/** `$.a.b` as the objects around the array. */
function nested(jsonPath: string): Pick<Route, 'open' | 'close'> {
  const names = jsonPath.split('.').slice(1);
  return {
    open: `${names.map((name) => `{${JSON.stringify(name)}:`).join('')}[`,
    close: `]${'}'.repeat(names.length)}`,
  };
}
