import { Buffer } from 'node:buffer';
import type { Origin } from '../custody/batch.ts';
import type { Custody } from '../custody/types.ts';
import type { Metadata } from '../dialect/types.ts';
import { render } from '../envelope/render.ts';
import { safeJson } from '../envelope/safe-value.ts';
import { epochSeconds } from '../envelope/time.ts';
import type { Frames } from '../intake/frames.ts';
import type { Runtime } from '../runtime.ts';
import type { Volume } from './volume.ts';

/** Brings a record of the client's own into custody. Returns false when there was no room. */
export type OwnRecords = (record: object, metadata: Metadata, origin: Origin) => boolean;

export interface OwnRecordsParts {
  /** Of events without an id: a hole in the application's numbers would look like a loss. */
  readonly frames: Frames;
  readonly custody: Custody;
  readonly volume: Volume;
  readonly runtime: Runtime;
}

/**
 * Records of the client's own, gaps and heartbeats, pass by what is said of the application's events: a destination that
 * takes one index only still hears of its hosts, and a host that is over its limits can say so.
 */
export function createOwnRecords({ frames, custody, volume, runtime }: OwnRecordsParts): OwnRecords {
  return (record, metadata, origin) => {
    const frame = frames.of(metadata, false);
    const json = safeJson(record);
    const line = render(frame, epochSeconds(runtime.now()) ?? '0', json, '');
    const entered = custody.enter(frame.route, `${frame.route.separator}${line}\n`, 1, origin);
    if (entered) volume.of(frame, undefined).bytes += Buffer.byteLength(json);
    return entered;
  };
}
