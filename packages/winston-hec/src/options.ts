import { type HecClient, HecError, type HecOptions } from 'hec-core';
import type TransportStream from 'winston-transport';
import type { EventKind } from './event.ts';

/** What winston itself understands of a transport's options, beside hooks that this transport fills in itself. */
type WinstonOptions = Omit<TransportStream.TransportStreamOptions, 'log' | 'logv' | 'close'>;

/** Options of {@link HecTransport}: those of hec-core, winston's own, and three more. */
export interface HecTransportOptions extends HecOptions, WinstonOptions {
  /**
   * Sends through this client instead of one of its own, so that many loggers share a queue and its connections. It
   * stays open when the transport ends: whoever made it closes it. The options of hec-core are then not looked at.
   */
  readonly client?: HecClient;
  /**
   * What an event is made of: `info`, the record as a JSON object, taken from the format's own JSON where it writes
   * JSON; or `message`, the text that the format produced, whatever it is.
   * @default 'info'
   */
  readonly event?: EventKind;
  /**
   * Indexed field that holds the level, whatever the format does to it; `false` for none.
   * @default 'severity'
   */
  readonly levelField?: string | false;
  /**
   * How many infos winston's stream holds before it reports back-pressure. This transport takes each at once and has
   * its own queue, so that the value changes nothing but what `writableHighWaterMark` says. @default 16
   */
  readonly highWaterMark?: number;
}

/** The options sorted by who understands them. */
export interface SortedOptions {
  readonly winston: TransportStream.TransportStreamOptions;
  readonly hec: HecOptions;
  readonly client: HecClient | undefined;
  readonly event: EventKind;
  readonly levelField: string | false;
}

const EVENT_KINDS: readonly EventKind[] = ['info', 'message'];

/**
 * Splits off what hec-core does not know.
 *
 * @throws HecError `HEC_INVALID_OPTION` when one of this package's own options has another value than it may have
 */
export function sortOptions(options: HecTransportOptions): SortedOptions {
  const { level, format, silent, handleExceptions, handleRejections, highWaterMark, ...rest } = options;
  const { client, event = 'info', levelField = 'severity', ...hec } = rest;
  if (!EVENT_KINDS.includes(event)) throw invalid('event', "'info' or 'message'");
  if (levelField !== false && (typeof levelField !== 'string' || levelField === ''))
    throw invalid('levelField', 'a name or false');
  const winston = { level, format, silent, handleExceptions, handleRejections, highWaterMark };
  return { winston: given(winston), hec, client, event, levelField };
}

function invalid(option: string, expected: string): HecError {
  return new HecError('HEC_INVALID_OPTION', `Invalid option \`${option}\`: expected ${expected}`, { option });
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function given<T extends object>(values: T): Given<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Given<T>;
}
