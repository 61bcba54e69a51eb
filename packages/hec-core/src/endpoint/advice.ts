/** What an answer of a collector means, and what to do about it: one or two sentences for people. */
export interface Advice {
  readonly means: string;
  readonly todo: string;
}

const CHANNEL: Advice = {
  means: 'the token has indexer acknowledgement on, and the request had no channel',
  todo: 'Set ack.enabled to true, or switch acknowledgement off for this token on the collector.',
};
const UNAVAILABLE: Advice = {
  means: 'the collector is overloaded or not ready',
  todo: 'Nothing to do here: events are held and sent again. If it stays so, look at the queues of its indexers.',
};
const WRONG_TOKEN: Advice = {
  means: 'the collector does not know this token',
  todo: 'Compare the token with the one shown in its settings (Data inputs, HTTP Event Collector), and check that url is the right collector.',
};

/** By HEC reply code (protocol 1.11). */
const BY_CODE: Readonly<Record<number, Advice>> = {
  1: { means: 'the token is disabled', todo: 'Enable it on the collector, or use another one.' },
  2: { means: 'no token arrived', todo: 'Set token. If it is set, a proxy on the way may take the header away.' },
  3: {
    means: 'the authorization header has a form the collector does not know',
    todo: 'Check tokenPrefix and authHeader: Splunk wants `Splunk <token>`, most others `Bearer <token>`.',
  },
  4: WRONG_TOKEN,
  7: {
    means: 'the token may not write to the index',
    todo: 'Add the index to the allowed ones of the token, or set another index.',
  },
  9: UNAVAILABLE,
  10: CHANNEL,
  11: { means: 'the channel is no GUID', todo: 'Leave the channel to this client: remove it from headers.' },
  14: {
    means: 'the token has no indexer acknowledgement',
    todo: 'Set ack.enabled to false, or switch acknowledgement on for this token on the collector.',
  },
  16: {
    means: 'the collector takes no token in the query',
    todo: 'Send it in the header, or set allowQueryStringAuth for this token on the collector.',
  },
  18: UNAVAILABLE,
  19: UNAVAILABLE,
  20: UNAVAILABLE,
  21: WRONG_TOKEN,
  22: { means: 'the token is disabled', todo: 'Enable it on the collector, or use another one.' },
  23: { means: 'the collector is shutting down', todo: 'Nothing to do here: events are held and sent again.' },
  26: UNAVAILABLE,
  27: UNAVAILABLE,
  28: CHANNEL,
};

/** By HTTP status, where the body tells no more: proxies, balancers and collectors that are no Splunk. */
const BY_STATUS: Readonly<Record<number, Advice>> = {
  301: { means: 'the address has moved', todo: 'Put the new address, the one it redirects to, into url.' },
  302: {
    means: 'it redirects to somewhere else, often a login page',
    todo: 'Check url: it has to be the collector itself.',
  },
  400: { means: 'it does not understand the request', todo: 'Check dialect, and that url is a collector.' },
  401: { means: 'it does not accept the credential', todo: 'Check token, tokenPrefix and authHeader.' },
  403: {
    means: 'it does not allow the request',
    todo: 'Check token; if it is right, a firewall in front of the collector may refuse the request.',
  },
  404: {
    means: 'there is no collector at this path',
    todo: 'Check the port and path of url: 8088 rather than 8089 or 8000 for Splunk, and the dialect.',
  },
  405: { means: 'it does not take this method at this path', todo: 'Check the path of url, and the dialect.' },
  407: { means: 'a proxy wants credentials', todo: 'Put user and password into the proxy URL.' },
  413: { means: 'the request is too large for it', todo: 'Set batch.maxBytes to what it takes.' },
  415: {
    means: 'it does not take the compression or the content type',
    todo: 'Set gzip to false, and check the dialect.',
  },
  429: {
    means: 'it gets more requests than it wants',
    todo: 'Nothing to do here: events are held and sent again, slower.',
  },
};

/**
 * @param code the HEC reply code, where the answer had one.
 * @returns `undefined` for an answer that needs no advice, or of which nothing is known.
 */
export function adviceOn(status: number, code: number | undefined): Advice | undefined {
  const known = code === undefined ? undefined : BY_CODE[code];
  if (known !== undefined) return known;
  return BY_STATUS[status] ?? (status >= 500 ? UNAVAILABLE : undefined);
}

/** Status, code and text of an answer with the advice on it, as one line. */
export function describeAnswer(status: number, code: number | undefined, text: string | undefined): string {
  const advice = adviceOn(status, code);
  const said = [`HTTP ${status}`, code === undefined ? '' : `code ${code}`, text === undefined ? '' : `"${text}"`];
  return `${said.filter(Boolean).join(', ')}${advice === undefined ? '' : `: ${advice.means}. ${advice.todo}`}`;
}
