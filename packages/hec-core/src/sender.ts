import { Buffer } from 'node:buffer';
import type { Destination } from './destination.ts';
import type { Metadata } from './dialect/types.ts';
import { isJsonValue } from './envelope/check-line.ts';
import { quote } from './envelope/quote.ts';
import { safeJson } from './envelope/safe-value.ts';
import { epochSeconds } from './envelope/time.ts';
import { NO_LINE_OPTIONS } from './intake/line-intake.ts';
import { mergeMetadata } from './intake/merge.ts';
import type { Runtime } from './runtime.ts';
import type { EventMetadata, Sender } from './types.ts';

/** The application's way in: serialises once, then every destination takes the event for itself. */
export function createSender(destinations: readonly Destination[], metadata: Metadata, runtime: Runtime): Sender {
  const seconds = (own: EventMetadata | undefined): string =>
    (own?.time === undefined ? undefined : epochSeconds(own.time)) ?? epochSeconds(runtime.now()) ?? '0';

  const give = (json: string, own: EventMetadata | undefined): boolean => {
    const time = seconds(own);
    let taken = true;
    for (const { intake } of destinations) taken = intake.event(json, time, metadata, own) && taken;
    return taken;
  };

  return {
    send: (event, own) => give(safeJson(event), own),
    sendJson: (json, own) => give(isJsonValue(json) && !/[\r\n]/.test(json) ? json : rewritten(json), own),
    sendLines(lines, own, options = NO_LINE_OPTIONS) {
      const now = seconds(own);
      const merged = own === undefined ? metadata : mergeMetadata(metadata, own);
      const text =
        typeof lines === 'string' ? lines : Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength).toString();
      let taken = true;
      for (const { intake } of destinations) taken = intake.lines(text, merged, options, now) && taken;
      return taken;
    },
    child: (more) => createSender(destinations, mergeMetadata(metadata, more), runtime),
  };
}

/** JSON that has line breaks between its tokens is written anew on one line; what is no JSON travels as a string. */
function rewritten(text: string): string {
  return isJsonValue(text) ? JSON.stringify(JSON.parse(text)) : quote(text);
}
