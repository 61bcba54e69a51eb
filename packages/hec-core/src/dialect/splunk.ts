import { byStatus, isSuccess } from './by-status.ts';
import { eventFrame, rawFrame } from './hec-frame.ts';
import { all, delivered, inRuns, narrow, park, resume, retry, shrink } from './outcome.ts';
import { type Reply, readReply, withReply } from './reply.ts';
import { retryAfter } from './retry-after.ts';
import type { SplunkProvider } from './splunk-cloud-url.ts';
import {
  BUSY,
  CONFIGURATION,
  INCORRECT_INDEX,
  INVALID_FORMAT,
  NEARLY_FULL,
  NOTHING_TAKEN,
  ONE_EVENT,
} from './splunk-codes.ts';
import { createRoutes } from './template.ts';
import type { Dialect, HecResponse, Outcome, Sent } from './types.ts';

export interface SplunkOptions {
  /**
   * Name of a Splunk Cloud stack, in place of `url`: `acme` for `https://acme.splunkcloud.com`.
   */
  readonly stack?: string;
  /**
   * Who runs that stack, which decides on the form of its address (protocol 1.16). `trial` is a trial stack of any of them.
   * @default 'aws'
   */
  readonly provider?: SplunkProvider;
  /**
   * Sends the token as `?token=…` instead of in a header. The token needs `allowQueryStringAuth` in Splunk (S24), and
   * ends up in access logs on the way.
   * @default false
   */
  readonly queryAuth?: boolean;
}

const EVENT_PATH = '/services/collector/event';
const RAW_PATH = '/services/collector/raw';

// Splunk Cloud answers code 6, number 0 to a body over its cap, which is somewhere above 5 MB (S40); below this size
// the first event is to blame after all.
const SUSPICIOUSLY_LARGE = 1_000_000;

/** Splunk HTTP Event Collector, and what speaks it: Cribl, Vector, Fluent Bit, the OTel Collector, Axiom and others. */
export function createSplunk({ queryAuth = false }: SplunkOptions = {}): Dialect {
  const routes = createRoutes();
  return {
    name: 'splunk',
    // max_content_length and maxEventSize as they are shipped (protocol 1.9); events have no limit of their own.
    limits: { bodyBytes: 838_860_800, events: 1_000_000, eventBytes: 5_242_880 },
    gzip: true,
    credential: { header: 'authorization', prefix: 'Splunk', ...(queryAuth ? { query: 'token' } : {}) },
    paths: {
      event: EVENT_PATH,
      raw: RAW_PATH,
      health: '/services/collector/health',
      ack: '/services/collector/ack',
    },
    frame: (kind, metadata, dynamicFields) =>
      kind === 'raw' ? rawFrame(routes, RAW_PATH, metadata) : eventFrame(routes, EVENT_PATH, metadata, dynamicFields),
    interpret(response, sent) {
      const reply = readReply(response);
      return withReply(decide(response, sent, reply), reply);
    },
  };
}

function decide(response: HecResponse, sent: Sent, reply: Reply): Outcome {
  const { status } = response;
  const { code = -1 } = reply;
  if (isSuccess(status)) {
    const outcome = all(sent, delivered(reply.ackId));
    return NEARLY_FULL.has(code) ? { ...outcome, slowDown: true } : outcome;
  }
  if (status === 400 && code === INCORRECT_INDEX) return incorrectIndex(sent, reply);
  const blamed = ONE_EVENT[code];
  if (status === 400 && blamed !== undefined) return oneEvent(sent, reply, blamed);
  const configuration = CONFIGURATION[code];
  if ((status === 400 || status === 401 || status === 403) && configuration !== undefined) {
    return all(sent, park(configuration));
  }
  if (status === 503 && code === BUSY) return busy(response, sent, reply);
  return all(sent, byStatus(response, sent, { itself: reply.code !== undefined, clean503: NOTHING_TAKEN.has(code) }));
}

function oneEvent(sent: Sent, reply: Reply, reason: string): Outcome {
  const bad = within(sent, reply.eventNumber);
  if (reply.code === INVALID_FORMAT && bad === 0 && sent.bytes > SUSPICIOUSLY_LARGE && sent.events > 1) {
    return all(sent, shrink(sent, 'too large for this collector (code 6 for the first event)'));
  }
  return bad === undefined ? all(sent, narrow(sent, reason)) : resume(sent, bad, reason, reply.ackId);
}

/** The number is one too high (S32, S33). A wrong default index is a wrong configuration. */
function incorrectIndex(sent: Sent, reply: Reply): Outcome {
  const reason = 'incorrect index (code 7)';
  const bad = within(sent, reply.eventNumber === undefined ? undefined : reply.eventNumber - 1);
  if (sent.ownIndex !== true) {
    return inRuns(
      { events: bad ?? 0, fate: delivered(reply.ackId) },
      { events: sent.events - (bad ?? 0), fate: park(`${reason}: set an \`index\` that the token may write to`) },
    );
  }
  // All of them ask for the same index: what is refused to one is refused to all.
  return inRuns(
    { events: bad ?? 0, fate: delivered(reply.ackId) },
    { events: sent.events - (bad ?? 0), fate: { do: 'refuse', reason } },
  );
}

/** The numbered event is the first that was not taken; nothing is wrong with it (S43). */
function busy({ headers }: HecResponse, sent: Sent, reply: Reply): Outcome {
  const taken = within(sent, reply.eventNumber) ?? 0;
  return inRuns(
    { events: taken, fate: delivered(reply.ackId) },
    { events: sent.events - taken, fate: retry('busy', false, retryAfter(headers)) },
  );
}

/** A number that names an event of this batch (7.11-7). Splunk breaks raw text into events of its own. */
function within(sent: Sent, number: number | undefined): number | undefined {
  return number !== undefined && number >= 0 && number < sent.events && sent.kind === 'event' ? number : undefined;
}
