import { describe, expect, it } from 'vitest';
import { createDialect } from '../../src/dialect/index.ts';
import { createFilter } from '../../src/intake/filter.ts';
import { createFrames } from '../../src/intake/frames.ts';
import { createPlans } from '../../src/intake/plans.ts';
import { createVolume } from '../../src/observe/volume.ts';

const filter = createFilter(undefined, {}, {});
const frames = createFrames(createDialect({ dialect: 'splunk' }), 'event', {}, false);

describe('plans', () => {
  it('serve options that say the same, however often they are written anew', () => {
    const planOf = createPlans(frames, filter, createVolume(), () => 1_000_000);
    const metadata = { source: 'app' };
    const levels = { '30': { label: 'info' } };
    const plan = planOf(metadata, { trusted: true, levels });
    expect(planOf(metadata, { trusted: true, levels })).toBe(plan);
    for (const other of [{ trusted: true }, { levels }, { trusted: true, levels, timeKey: 'ts' }])
      expect(planOf(metadata, other)).not.toBe(plan);
    expect(planOf({ source: 'app' }, { trusted: true, levels })).not.toBe(plan);
  });

  it('do not change with an object that was given, and end with the level they were made for', () => {
    const planOf = createPlans(frames, filter, createVolume(), () => 1_000_000);
    const metadata = {};
    const options = { trusted: true };
    const plan = planOf(metadata, options);
    options.trusted = false;
    expect(planOf(metadata, options)).not.toBe(plan);
    expect(planOf(metadata, { trusted: true })).toBe(plan);
    filter.setLevel('warn');
    expect(planOf(metadata, { trusted: true })).not.toBe(plan);
  });
});
