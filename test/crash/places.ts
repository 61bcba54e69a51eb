import type { Death } from '../../packages/hec-core/test/spool/support/deadly-disk.ts';

/** What the spool is doing when the process dies. */
export type Place = 'append' | 'seal' | 'unlink' | 'progress' | 'adoption';

export const PLACES: readonly Place[] = ['append', 'seal', 'unlink', 'progress', 'adoption'];

/** Before, in the middle of or after a call of the spool. */
export interface Step extends Omit<Death, 'nth'> {
  /** The call of this kind that kills is drawn from these numbers: no more than a life of either program makes. */
  readonly nth: readonly [from: number, to: number];
}

/** An append is one write(2); a pino worker makes one of dozens of lines, so that a life has fewer of them. */
export const STEPS: Readonly<Record<Place, readonly Step[]>> = {
  append: [
    { call: 'writeSync', path: '.segment', when: 'before', nth: [1, 12] },
    { call: 'writeSync', path: '.segment', when: 'half', nth: [1, 12] },
    { call: 'writeSync', path: '.segment', when: 'after', nth: [1, 12] },
  ],
  // The end of a segment, and the beginning of the next.
  seal: [
    { call: 'closeSync', path: '.segment', when: 'before', nth: [1, 2] },
    { call: 'closeSync', path: '.segment', when: 'after', nth: [1, 2] },
    { call: 'openSync', path: '.segment', when: 'after', nth: [1, 2] },
  ],
  unlink: [
    { call: 'unlinkSync', path: '.segment', when: 'before', nth: [1, 2] },
    { call: 'unlinkSync', path: '.segment', when: 'after', nth: [1, 2] },
    { call: 'unlinkSync', path: '.progress', when: 'after', nth: [1, 2] },
  ],
  progress: [
    { call: 'openSync', path: '.progress', when: 'after', nth: [1, 12] },
    { call: 'writeSync', path: '.progress', when: 'before', nth: [1, 12] },
    { call: 'writeSync', path: '.progress', when: 'half', nth: [1, 12] },
    { call: 'writeSync', path: '.progress', when: 'after', nth: [1, 12] },
  ],
  // The first lock and directory are its own; those after it, a dead owner's.
  adoption: [
    { call: 'chmodSync', path: 'lock', when: 'after', nth: [2, 2] },
    { call: 'read', path: '', when: 'before', nth: [1, 3] },
    { call: 'writeSync', path: '.progress', when: 'half', nth: [1, 1] },
    { call: 'unlinkSync', path: 'lock', when: 'before', nth: [1, 1] },
    { call: 'unlinkSync', path: 'lock', when: 'after', nth: [1, 1] },
    { call: 'rmdirSync', path: '', when: 'before', nth: [1, 1] },
  ],
};

export function stepIn(place: Place, random: () => number): Step {
  const steps = STEPS[place];
  return steps[Math.floor(random() * steps.length)] as Step;
}

export function deathAt({ nth: [from, to], ...step }: Step, random: () => number): Death {
  return { ...step, nth: from + Math.floor(random() * (to - from + 1)) };
}
