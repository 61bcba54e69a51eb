import type { HecClient } from 'hec-core';

/** Logs without a pause until it is told to stop; the events are the numbers from 0. */
export interface Load {
  /** @returns how many there were */
  stop(): number;
}

const EVERY_MS = 10;
const AT_ONCE = 10;

export function startLoad(hec: HecClient): Load {
  let next = 0;
  const timer = setInterval(() => {
    for (let i = 0; i < AT_ONCE; i++) hec.send(next++);
  }, EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      return next;
    },
  };
}
