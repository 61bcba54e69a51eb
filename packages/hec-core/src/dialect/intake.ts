import { byStatus, isSuccess } from './by-status.ts';
import { all, delivered, retry } from './outcome.ts';
import { type Reply, readReply, withReply } from './reply.ts';
import { retryAfter } from './retry-after.ts';
import type { Fate, HecResponse, Outcome, Sent } from './types.ts';

/** What a collector means that answers for the request as a whole and by its status. */
export function interpretIntake(response: HecResponse, sent: Sent): Outcome {
  const reply = readReply(response);
  return withReply(all(sent, fateOf(response, sent, reply)), reply);
}

export function fateOf(response: HecResponse, sent: Sent, reply: Reply): Fate {
  if (isSuccess(response.status)) return delivered();
  // These collectors have no codes: JSON or a line of text is theirs, a page in HTML or nothing is a firewall's.
  const itself = reply.form === 'object' || reply.form === 'text';
  return byStatus(response, sent, { itself, clean503: true });
}

/** The same where 200 alone means taken, and every other 2xx and 3xx that it shall be sent again (L06, C08). */
export function interpretStrictIntake(response: HecResponse, sent: Sent): Outcome {
  const { status, headers } = response;
  if (status <= 200 || status >= 400) return interpretIntake(response, sent);
  const fate = retry(`http-${status}`, isSuccess(status), retryAfter(headers));
  return withReply(all(sent, fate), readReply(response));
}
