import { type JsonEvents, jsonEvents, type Names } from './json-events.ts';
import { LINES } from './template.ts';
import type { Dialect } from './types.ts';

export interface XsiamOptions {
  /** `text` for collectors of raw text, CEF or LEEF: each event is a line of `text/plain` (X08). @default 'json' */
  readonly format?: 'json' | 'text';
  /**
   * Wraps each event as `{"data":…,"collector_ms":1700000000123}`, which Elisity and Cribl send to Cortex XSIAM (X03).
   * @default false
   */
  readonly envelope?: boolean;
  /**
   * Puts `timestamp`, `host`, `source`, `sourcetype` and `index` into each event, where its own members of the same name
   * win. `false` sends events as they are. Fields are put in either way.
   * @default true
   */
  readonly metadata?: boolean;
}

export interface GenericOptions extends XsiamOptions {
  /**
   * How JSON events stand in a body: one a line, all in an array, or in an array inside other JSON, which is written with
   * `[]` where the events go: `'{"lines":[]}'`.
   * @default 'lines'
   */
  readonly framing?: string;
  /** Form of `timestamp`: RFC 3339 text, or a number of milliseconds since 1970. @default 'iso' */
  readonly timestamp?: 'iso' | 'milliseconds';
}

const NAMES: Names = { host: 'host', source: 'source', sourcetype: 'sourcetype', index: 'index' };

/**
 * Any collector that takes JSON or text over HTTP, at the URL as given. Nothing is known of it: no limits but those of
 * the options, and no compression unless asked for.
 */
export function createGeneric(options: GenericOptions = {}): Dialect {
  return jsonEvents({
    ...shapeOf(options),
    name: 'generic',
    limits: { bodyBytes: 838_860_800, events: 1_000_000, eventBytes: 838_860_800 },
    path: '',
    paths: {},
  });
}

/**
 * Cortex XSIAM, HTTP log collector. Format and compression have to be those that the collector was created with
 * (protocol 3, X07); uncompressed is what works without a word said.
 */
export function createXsiam(options: XsiamOptions = {}): Dialect {
  return jsonEvents({
    ...shapeOf(options),
    name: 'xsiam',
    // The smaller of two statements: Cribl's 10 MB and 5 MB an event, against 25 MB in the API's own page.
    limits: { bodyBytes: 10_000_000, events: 1_000_000, eventBytes: 5_000_000 },
    // Copied from the console, the URL is complete.
    path: '',
    paths: { event: '/logs/v1/event', raw: '/logs/v1/event' },
  });
}

function shapeOf({
  format = 'json',
  envelope = false,
  framing = 'lines',
  metadata = true,
  timestamp = 'iso',
}: GenericOptions): Pick<JsonEvents, 'gzip' | 'credential' | 'framing' | 'names' | 'text' | 'textOnly' | 'around'> {
  return {
    gzip: false,
    credential: { header: 'authorization', prefix: 'Bearer' },
    framing: framingOf(framing),
    names: metadata ? { ...NAMES, time: ['timestamp', timestamp === 'iso' ? 'iso' : 'millis'] } : {},
    text: true,
    textOnly: format === 'text',
    ...(envelope ? { around: ['{"data":', [',"collector_ms":', ['millis'], '}']] } : {}),
  };
}

/** `[]` stands once, outside of any text: what the option's check has seen to. */
function framingOf(framing: string): JsonEvents['framing'] {
  if (framing === 'lines') return LINES;
  const [before = '', after = ''] = framing === 'array' ? [] : framing.split('[]');
  return { open: `${before}[`, separator: ',', close: `]${after}` };
}
