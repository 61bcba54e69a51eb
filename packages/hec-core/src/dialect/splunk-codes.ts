/**
 * Codes that say something is wrong with the configuration (protocol 1.11). They are about the request, whatever is in
 * it: nothing was taken, and nothing will be until somebody mends it.
 */
export const CONFIGURATION: Readonly<Record<number, string>> = {
  1: 'the token is disabled (code 1): enable it, or set another `token`',
  2: 'the collector got no token (code 2): set `token`, and check `authHeader` and `tokenPrefix`',
  3: 'the collector cannot read the authorization (code 3): check `tokenPrefix`',
  4: 'the collector does not know the token (code 4): check `token`',
  10: 'the token asks for indexer acknowledgement (code 10): set `ack.enabled`, or switch it off for the token',
  11: 'the collector does not take the channel (code 11)',
  14: 'the token has no indexer acknowledgement (code 14): unset `ack.enabled`, or switch it on for the token',
  16: 'the collector takes no token in the query (code 16): send it in a header, or set allowQueryStringAuth',
  21: 'the collector does not know the token (code 21): check `token`',
  22: 'the token is disabled (code 22): enable it, or set another `token`',
  28: 'the token asks for indexer acknowledgement (code 28): set `ack.enabled`, or switch it off for the token',
};

/** Codes that blame one event; with a number, those before it were indexed and those after it were not looked at. */
export const ONE_EVENT: Readonly<Record<number, string>> = {
  5: 'no data (code 5)',
  6: 'invalid data format (code 6)',
  12: 'event missing (code 12)',
  13: 'event blank (code 13)',
  15: 'invalid fields (code 15)',
};

export const INCORRECT_INDEX = 7;
export const INVALID_FORMAT = 6;
export const BUSY = 9;

/** 503 codes that say that nothing was taken; 9 with a number says up to where (protocol 1.10, 1.12). */
export const NOTHING_TAKEN: ReadonlySet<number> = new Set([BUSY, 18, 19, 20, 23, 26, 27]);

/** Taken, but nearly full (protocol 1.15). */
export const NEARLY_FULL: ReadonlySet<number> = new Set([24, 25]);
