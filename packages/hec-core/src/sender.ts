import { Buffer, isUtf8 } from 'node:buffer';
import type { Destination } from './destination.ts';
import type { Metadata } from './dialect/types.ts';
import { isJsonValue } from './envelope/check-line.ts';
import type { Lines } from './envelope/lines.ts';
import { isPlainObject } from './envelope/plain-json.ts';
import { quote } from './envelope/quote.ts';
import { safeJson } from './envelope/safe-value.ts';
import { epochSeconds } from './envelope/time.ts';
import { NO_LINE_OPTIONS } from './intake/line-intake.ts';
import { mergeMetadata, readMetadata } from './intake/merge.ts';
import type { Runtime } from './runtime.ts';
import type { EventMetadata, Sender } from './types.ts';

/** The application's way in: serialises once, then every destination takes the event for itself. */
export function createSender(destinations: readonly Destination[], metadata: Metadata, runtime: Runtime): Sender {
  // Events of one millisecond share its text.
  let lastMs = -1;
  let lastText = '0';
  const now = (): string => {
    const ms = runtime.now();
    if (ms !== lastMs) {
      lastMs = ms;
      lastText = epochSeconds(ms) ?? '0';
    }
    return lastText;
  };
  // Loggers hand over the same text for all records of a millisecond.
  let lastTime: EventMetadata['time'];
  let lastSeconds: string | undefined;
  const seconds = (own: EventMetadata | undefined): string => {
    const time = own?.time;
    if (time === undefined) return now();
    if (time !== lastTime || typeof time === 'object') {
      lastTime = time;
      lastSeconds = epochSeconds(time);
    }
    return lastSeconds ?? now();
  };

  const give = (json: string, own: EventMetadata | undefined): boolean => {
    const time = seconds(own);
    let taken = true;
    for (const { intake } of destinations) taken = intake.event(json, time, metadata, own) && taken;
    return taken;
  };

  return {
    send: (event, own) => give(safeJson(event), readMetadata(own)),
    sendJson: (json, own) => give(onOneLine(json), readMetadata(own)),
    sendLines(lines, given, options) {
      const own = readMetadata(given);
      const merged = own === undefined ? metadata : mergeMetadata(metadata, own);
      const text = typeof lines === 'string' ? lines : readLines(lines);
      const time = own === undefined && destinations.length === 1 ? now : once(() => seconds(own));
      const how = typeof options === 'object' ? (options ?? NO_LINE_OPTIONS) : NO_LINE_OPTIONS;
      let taken = true;
      for (const { intake } of destinations) taken = intake.lines(text, merged, how, time) && taken;
      return taken;
    },
    child: (more) => createSender(destinations, mergeMetadata(metadata, readMetadata(more)), runtime),
  };
}

/** Asks once at most: a line without a time is to have the same at all destinations. */
function once(ask: () => string): () => string {
  let answer: string | undefined;
  return () => (answer ??= ask());
}

/** Bytes are taken as they are, if they are UTF-8. */
function readLines(lines: unknown): Lines {
  if (!ArrayBuffer.isView(lines)) return safeJson(lines);
  // Memory that was handed to another thread cannot even be looked at.
  if (lines.byteLength === 0) return '';
  const bytes = Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength);
  return isUtf8(bytes) ? bytes : bytes.toString();
}

/** JSON may have line breaks between its tokens, and only there; what is no JSON travels as a string. */
function onOneLine(text: unknown): string {
  if (typeof text !== 'string') return safeJson(text);
  // A plain object has no line breaks either.
  if (isPlainObject(text)) return text;
  return isJsonValue(text) ? withoutBreaks(text) : quote(text);
}

function withoutBreaks(text: string): string {
  // Two searches for what is hardly ever there cost less than the expression.
  return text.includes('\n') || text.includes('\r') ? text.replace(/[\r\n]+/g, ' ') : text;
}
