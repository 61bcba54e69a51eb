/** What an answer to an acknowledgement query says. */
export interface AckAnswer {
  /** Ids the indexer confirms. `false` for an id means pending, unknown or forgotten alike: nothing (protocol 1.13). */
  readonly acked: readonly number[];
  /** HEC code, where the query itself was refused. */
  readonly code: number | undefined;
}

/** Reads `{"acks":{"0":true,"1":false}}` or `{"text":…,"code":…}`. Never throws. */
export function readAcks(body: string): AckAnswer {
  try {
    const answer = JSON.parse(body) as { acks?: unknown; code?: unknown };
    const acks = typeof answer.acks === 'object' && answer.acks !== null ? Object.entries(answer.acks) : [];
    return {
      acked: acks.filter(([, done]) => done === true).map(([id]) => Number(id)),
      code: typeof answer.code === 'number' ? answer.code : undefined,
    };
  } catch {
    return { acked: [], code: undefined };
  }
}
