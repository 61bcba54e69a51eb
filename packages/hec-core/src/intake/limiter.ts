import { Buffer } from 'node:buffer';
import { rankOf } from '../level-rank.ts';
import type { RateLimits } from '../options/groups.ts';
import type { Runtime } from '../runtime.ts';

const DAY_MS = 86_400_000;

/** Keeps a destination under what its owner is willing to pay for. */
export interface Limiter {
  /** Whether an event may pass; those that may are counted. */
  admits(level: string | undefined, payload: string): boolean;
}

/** @returns undefined when nothing is limited */
export function createLimiter(limits: Required<RateLimits>, runtime: Runtime): Limiter | undefined {
  if (limits.eventsPerSecond === 0 && limits.bytesPerDay === 0) return undefined;
  const exempt = rank(limits.exemptLevel);
  let second = 0;
  let events = 0;
  let day = 0;
  let bytesToday = 0;
  return {
    admits(level, payload) {
      const now = runtime.now();
      const bytes = limits.bytesPerDay > 0 ? Buffer.byteLength(payload) : 0;
      if (Math.floor(now / 1000) !== second) {
        second = Math.floor(now / 1000);
        events = 0;
      }
      if (Math.floor(now / DAY_MS) !== day) {
        day = Math.floor(now / DAY_MS);
        bytesToday = 0;
      }
      const over =
        (limits.eventsPerSecond > 0 && events >= limits.eventsPerSecond) ||
        (limits.bytesPerDay > 0 && bytesToday + bytes > limits.bytesPerDay);
      if (over && (level === undefined || rank(level) < exempt)) return false;
      events++;
      bytesToday += bytes;
      return true;
    },
  };
}

/** A level that nobody knows is not worth an exemption. */
const rank = (level: string): number => rankOf(level) ?? -1;
