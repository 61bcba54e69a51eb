import type { Sender } from 'hec-core';

// winston has a handful of levels; a logger that makes them up must not fill memory.
const MOST_LEVELS = 64;

/** The sender for each level, whose events carry the level as an indexed field. Its frame is built once. */
export function createSenders(client: Sender, levelField: string | false): (level: string | undefined) => Sender {
  const byLevel = new Map<string, Sender>();
  return (level) => {
    if (level === undefined || levelField === false) return client;
    let sender = byLevel.get(level);
    if (sender === undefined) {
      sender = client.child({ fields: { [levelField]: level } });
      if (byLevel.size < MOST_LEVELS) byLevel.set(level, sender);
    }
    return sender;
  };
}
