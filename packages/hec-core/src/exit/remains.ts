import type { Batch, BatchRemains } from '../custody/batch.ts';
import type { ReadyToken } from '../endpoint/token.ts';
import { Secret } from '../options/secret.ts';
import type { DestinationSettings } from '../options/types.ts';

/** Settings as plain data. */
export interface SettingsRemains extends Omit<DestinationSettings, 'urls' | 'token' | 'spool'> {
  readonly urls: readonly string[];
  readonly token: ReadyToken | undefined;
}

/** What a destination holds at the end of the process and no disk has, with all that is needed to deliver it. */
export interface Remains {
  readonly settings: SettingsRemains;
  readonly batches: readonly BatchRemains[];
  /** How long delivering it may take in all. */
  readonly timeoutMs: number;
}

/** A copy: the body may stand in memory that is lent, or that gzip reads just now. */
export function batchRemains(batch: Batch): BatchRemains {
  const { route, events, bytes, origin, firstAt, lastAt, encoding, history } = batch;
  const body = new Uint8Array(batch.body);
  return { route, events, bytes, origin, firstAt, lastAt, encoding, body, attempts: history.attempts };
}

export function settingsRemains(settings: DestinationSettings, token: ReadyToken | undefined): SettingsRemains {
  const { spool: _, ...rest } = settings;
  return { ...rest, urls: settings.urls.map(({ href }) => href), token };
}

/** Settings again. There is no spool: what could go to the disk has. */
export function settingsOf({ urls, token, ...rest }: SettingsRemains): DestinationSettings {
  return {
    ...rest,
    urls: urls.map((url) => new URL(url)),
    token: token === undefined ? undefined : new Secret(token),
    spool: undefined,
  };
}
