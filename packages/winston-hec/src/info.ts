import type { EventMetadata } from 'hec-core';
import { LEVEL, MESSAGE, SPLAT } from 'triple-beam';

/**
 * Key of an info under which it says where it goes: `logger.info('paid', { [HEC]: { index: 'payments' } })`. A symbol,
 * because winston's formats write strings only: it never shows in the event, and no other transport sees it.
 * `Symbol.for('hec')` is the same key, for code that does not import this package.
 */
export const HEC: unique symbol = Symbol.for('hec');

/** What winston hands a transport: the caller's members, and what logger and format added under symbols. */
export interface Info {
  readonly [key: string]: unknown;
  /** The level, whatever a format (colorize) has made of `info.level`. */
  readonly [LEVEL]?: string | undefined;
  /** What the format made of the info. */
  readonly [MESSAGE]?: unknown;
  /** The arguments after the message. */
  readonly [SPLAT]?: unknown;
  readonly [HEC]?: EventMetadata | undefined;
}

/** The level the record was logged with. */
export function levelOf(info: Info): string | undefined {
  const level = info[LEVEL] ?? info['level'];
  return typeof level === 'string' ? level : undefined;
}
