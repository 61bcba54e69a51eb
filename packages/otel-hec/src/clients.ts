import { createHash } from 'node:crypto';
import { diag } from '@opentelemetry/api';
import {
  addLedgers,
  addVolumes,
  createHecClient,
  type HecClient,
  type HecContext,
  type HecOptions,
  type Ledger,
  type Stats,
} from 'hec-core';
import { untraced } from './suppress.ts';

/** Tokens with a client of their own at the same time. */
const MOST_TOKENS = 16;

/**
 * The clients behind one exporter: one for its options, and one for every token that records bring along, because
 * records with different tokens never share a request (protocol O14).
 */
export interface Clients {
  /** The client whose requests carry the token; that of the options if the token cannot be one, or after `shut`. */
  of(token: string | undefined): HecClient;
  /** All that are open or still delivering, the one of the options first. */
  all(): readonly HecClient[];
  /** What happened to every event, those of clients that are gone included. */
  stats(): Stats;
  /** Makes no more clients. */
  shut(): void;
}

const CONTEXT: HecContext = {
  runInContext: untraced,
  onWarning: ({ message }) => diag.warn(message),
};

export function createClients(options: HecOptions): Clients {
  const own = createHecClient(options, CONTEXT);
  /** In the order of their last use. */
  const byToken = new Map<string, HecClient>();
  const leaving = new Set<HecClient>();
  let gone: readonly Ledger[] = [];
  let isShut = false;

  const retire = async (token: string, client: HecClient): Promise<void> => {
    byToken.delete(token);
    leaving.add(client);
    await client.close();
    leaving.delete(client);
    gone = [addLedgers([...gone, client.stats().ledger])];
  };

  const all = (): readonly HecClient[] => [own, ...byToken.values(), ...leaving];

  const open = (token: string): HecClient | undefined => {
    try {
      return createHecClient(withToken(options, token), CONTEXT);
    } catch (error) {
      diag.warn('A log record brings a token that cannot be one; it is sent with the token of the options.', error);
      return undefined;
    }
  };

  return {
    of(token) {
      if (token === undefined || isShut) return own;
      const client = byToken.get(token) ?? open(token);
      if (client === undefined) return own;
      byToken.delete(token);
      byToken.set(token, client);
      const [oldest] = byToken;
      if (oldest !== undefined && byToken.size > MOST_TOKENS) void retire(...oldest);
      return client;
    },
    all,
    stats() {
      const each = all().map((client) => client.stats());
      return {
        ledger: addLedgers([...each.map(({ ledger }) => ledger), ...gone]),
        heldBytes: each.reduce((sum, { heldBytes }) => sum + heldBytes, 0),
        volume: addVolumes(each.map(({ volume }) => volume)),
        destinations: each.flatMap(({ destinations }) => destinations),
      };
    },
    shut() {
      isShut = true;
    },
  };
}

/** The name keeps its spool and stats apart; a few digits of a digest tell tokens apart and give none away. */
function withToken(options: HecOptions, token: string): HecOptions {
  const name = `token-${createHash('sha256').update(token).digest('hex').slice(0, 8)}`;
  const destinations = options.destinations?.map((one, at) => ({ ...one, name: `${one.name ?? at}-${name}` }));
  return { ...options, token, ...(destinations === undefined ? { name } : { destinations }) };
}
