import { addLedgers, addVolumes, type CheckResult, type FlushResult, type ShownSettings, type Stats } from 'hec-core';

/** The answers of several targets as one. */
export function addStats(all: readonly Stats[]): Stats {
  return {
    ledger: addLedgers(all.map(({ ledger }) => ledger)),
    heldBytes: all.reduce((sum, { heldBytes }) => sum + heldBytes, 0),
    volume: addVolumes(all.map(({ volume }) => volume)),
    destinations: all.flatMap(({ destinations }) => destinations),
  };
}

/** Every destination; what is the client's own is that of the first. */
export function addConfigs(all: readonly ShownSettings[]): ShownSettings | undefined {
  const [first] = all;
  return first && { ...first, destinations: all.flatMap(({ destinations }) => destinations) };
}

export function addChecks(all: readonly CheckResult[]): CheckResult {
  return { ok: all.every(({ ok }) => ok), destinations: all.flatMap(({ destinations }) => destinations) };
}

export function addFlushes(all: readonly FlushResult[]): FlushResult {
  const sum = { drained: true, delivered: 0, refused: 0, dropped: 0, held: 0 };
  for (const { drained, delivered, refused, dropped, held } of all) {
    sum.drained &&= drained;
    sum.delivered += delivered;
    sum.refused += refused;
    sum.dropped += dropped;
    sum.held += held;
  }
  return sum;
}
