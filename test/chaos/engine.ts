import type { createHecClient, imbalance } from 'hec-core';

/** What is tested: hec-core, or a copy of it with a bug. */
export interface Engine {
  readonly createHecClient: typeof createHecClient;
  readonly imbalance: typeof imbalance;
}

/** @param at module to import it from */
export async function loadEngine(at = 'hec-core'): Promise<Engine> {
  return (await import(at)) as Engine;
}
