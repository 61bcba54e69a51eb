import { type JsonEvents, jsonEvents, type Names } from './json-events.ts';
import type { Dialect } from './types.ts';

export interface GenericOptions {
  /** `text` for collectors of raw text, CEF or LEEF: each event is a line of `text/plain` (X08). @default 'json' */
  readonly format?: 'json' | 'text';
  /**
   * Wraps each event as `{"data":…,"collector_ms":1700000000123}`, which Elisity and Cribl send to Cortex XSIAM (X03).
   * @default false
   */
  readonly envelope?: boolean;
  /** JSON events one a line, or all in an array. @default 'lines' */
  readonly framing?: 'lines' | 'array';
  /**
   * Puts timestamp, host, source, sourcetype and index into each event, where its own members of the same name win.
   * `false` sends events as they are. Fields are put in either way.
   * @default true
   */
  readonly metadata?: boolean;
}

const NAMES: Names = {
  time: ['timestamp', 'iso'],
  host: 'host',
  source: 'source',
  sourcetype: 'sourcetype',
  index: 'index',
};

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
export function createXsiam(options: GenericOptions = {}): Dialect {
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
}: GenericOptions): Pick<JsonEvents, 'gzip' | 'credential' | 'framing' | 'names' | 'text' | 'textOnly' | 'around'> {
  return {
    gzip: false,
    credential: { header: 'authorization', prefix: 'Bearer' },
    framing,
    names: metadata ? NAMES : {},
    text: true,
    textOnly: format === 'text',
    ...(envelope ? { around: ['{"data":', [',"collector_ms":', ['millis'], '}']] } : {}),
  };
}
