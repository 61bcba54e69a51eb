import { fstatSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import sonicBoom, { type SonicBoom, type SonicBoomOpts } from 'sonic-boom';
import type { Route } from '../dialect/types.ts';
import type { Reply } from '../endpoint/types.ts';
import { isJsonValue } from '../envelope/check-line.ts';
import { quote } from '../envelope/quote.ts';
import type { Warn } from '../observe/warnings.ts';
import type { DeadLetterOptions } from '../options/groups.ts';
import type { Runtime } from '../runtime.ts';

/** One line of the dead letter file. */
export interface DeadLetter {
  /** When it was set aside, ISO 8601. */
  readonly time: string;
  readonly destination: string;
  /** Origin of the endpoint that refused it; absent when it was never sent (oversize). */
  readonly endpoint?: string;
  readonly reason: string;
  readonly status?: number;
  readonly code?: number;
  /** What the endpoint answered, shortened. */
  readonly text?: string;
  /** Where it was to go. */
  readonly route: Pick<Route, 'kind' | 'path' | 'headers'>;
  /** The event as it was sent, without the array framing around it: JSON, or text for the raw endpoint. */
  readonly envelope: unknown;
}

/** Why events are set aside. */
export interface Refusal {
  readonly route: Route;
  readonly reason: string;
  readonly endpoint?: string;
  readonly reply?: Reply;
  readonly code?: number | undefined;
}

/** Keeps refused events in a file, one line an event, for `hec redrive`. */
export interface DeadLetters {
  /** @returns false when they could not be kept: the file is full or cannot be written. Never throws. */
  write(events: readonly string[], refusal: Refusal): boolean;
  /** Resolves when the file is closed. Never rejects. */
  close(): Promise<void>;
}

// sonic-boom's types promise named exports that its CommonJS does not have; its `default` is there under both.
const { default: Boom } = sonicBoom as unknown as { default: new (options: SonicBoomOpts) => SonicBoom };

const LONGEST_TEXT = 500;

export function createDeadLetters(
  options: Required<DeadLetterOptions>,
  about: { destination: string; runtime: Runtime; warn: Warn },
): DeadLetters {
  const { destination, runtime, warn } = about;
  let file: SonicBoom | undefined;
  let bytes = 0;
  let broken = false;

  const fail = (error: unknown): false => {
    broken = true;
    const why = error instanceof Error ? error.message : String(error);
    warn(
      'dead-letter-unwritable',
      `The dead letter file ${options.file} cannot be written: ${why}. Refused events are counted but not kept.`,
    );
    return false;
  };

  /** Opened with the first refused event, and written to at once: an event is counted as kept only where it is. */
  const open = (): SonicBoom => {
    mkdirSync(dirname(options.file), { recursive: true });
    const fd = openSync(options.file, 'a', 0o600);
    bytes = fstatSync(fd).size;
    const boom = new Boom({ fd, sync: true });
    boom.on('error', fail);
    return boom;
  };
  const works = (): boolean => !broken;

  return {
    write(events, refusal) {
      if (broken) return false;
      try {
        file ??= open();
        const lines = events.map((event) => lineOf(event, refusal, destination, runtime.now())).join('');
        const size = Buffer.byteLength(lines);
        if (bytes + size > options.maxBytes) {
          warn(
            'dead-letter-full',
            `The dead letter file ${options.file} holds ${options.maxBytes} bytes (deadLetter.maxBytes): refused events are counted but no longer kept. Move it away or redrive it.`,
          );
          return false;
        }
        file.write(lines);
        bytes += size;
        return works();
      } catch (error) {
        return fail(error);
      }
    },
    close() {
      // A refusal that comes late opens it no more.
      broken = true;
      const boom = file;
      if (boom === undefined) return Promise.resolve();
      file = undefined;
      const { promise, resolve } = Promise.withResolvers<void>();
      boom.once('close', resolve);
      boom.once('error', () => resolve());
      // Nothing waits in it: every write was written at once, or failed.
      boom.destroy();
      return promise;
    },
  };
}

function lineOf(event: string, refusal: Refusal, destination: string, now: number): string {
  const { route, reason, endpoint, reply, code } = refusal;
  const head: Omit<DeadLetter, 'envelope'> = {
    time: new Date(now).toISOString(),
    destination,
    ...(endpoint === undefined ? {} : { endpoint }),
    reason,
    ...(reply?.response === undefined
      ? {}
      : { status: reply.response.status, text: reply.response.body.slice(0, LONGEST_TEXT) }),
    ...(code === undefined ? {} : { code }),
    route: { kind: route.kind, path: route.path, headers: route.headers },
  };
  // Spliced like everything else: an event is kept byte for byte.
  return `${JSON.stringify(head).slice(0, -1)},"envelope":${isJsonValue(event) ? event : quote(event)}}\n`;
}
