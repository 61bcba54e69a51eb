import { describe, expect, test } from 'vitest';
import { createFaultPlan } from '../../src/fault/plan.ts';
import type { Fault } from '../../src/fault/types.ts';

const post = { method: 'POST', path: '/services/collector/event', text: () => 'body' };

/** Which of so many equal requests are hit, counting from 1. */
function hitRequests(fault: Fault, requests: number, seed = 1): number[] {
  const plan = createFaultPlan([fault], seed);
  return Array.from({ length: requests }, (_, i) => i + 1).filter(() => plan.atBody(post) !== undefined);
}

describe('fault plan', () => {
  test.each([
    [{}, [1, 2, 3, 4, 5, 6]],
    [{ nth: 2 }, [2]],
    [{ nth: [1, 4] }, [1, 4]],
    [{ every: 3 }, [3, 6]],
    [{ after: 4 }, [5, 6]],
    [{ times: 2 }, [1, 2]],
    [{ after: 1, times: 3 }, [2, 3, 4]],
    [{ every: 2, times: 2 }, [2, 4]],
    [{ times: 0 }, []],
  ])('%j hits %j of six requests', (match, expected) => {
    expect(hitRequests({ do: 'hang', ...match }, 6)).toEqual(expected);
  });

  test('hits the same requests for the same seed, others for another, and about as many as asked', () => {
    const hits = hitRequests({ do: 'hang', probability: 0.2 }, 1000, 7);
    expect(hitRequests({ do: 'hang', probability: 0.2 }, 1000, 7)).toEqual(hits);
    expect(hitRequests({ do: 'hang', probability: 0.2 }, 1000, 8)).not.toEqual(hits);
    expect(hits.length).toBeGreaterThan(150);
    expect(hits.length).toBeLessThan(250);
  });

  test('sees only requests with events, unless a path says otherwise', () => {
    const plan = createFaultPlan([{ do: 'hang' }, { do: 'half', path: '/ack' }], 1);
    expect(plan.atBody({ ...post, method: 'GET' })).toBeUndefined();
    expect(plan.atBody({ ...post, path: '/services/collector/ack' })?.do).toBe('half');
    expect(plan.atBody(post)?.do).toBe('hang');
  });

  test('counts only requests with the poison', () => {
    const plan = createFaultPlan([{ do: 'hang', contains: 'poison', nth: 2 }], 1);
    const texts = ['poison', 'clean', 'clean', 'poison'];
    expect(texts.map((text) => plan.atBody({ ...post, text: () => text })?.do)).toEqual([
      undefined,
      undefined,
      undefined,
      'hang',
    ]);
  });

  test('plays faults with `times` one after the other', () => {
    const plan = createFaultPlan(
      [
        { do: 'hang', times: 2 },
        { do: 'half', times: 1 },
      ],
      1,
    );
    expect([1, 2, 3, 4].map(() => plan.atBody(post)?.do)).toEqual(['hang', 'hang', 'half', undefined]);
  });

  test('knows at the head of a request only about resets', () => {
    const plan = createFaultPlan([{ do: 'hang' }, { do: 'reset' }], 1);
    expect(plan.atHead(post)?.do).toBe('reset');
    expect(plan.atBody(post)?.do).toBe('hang');
  });
});
