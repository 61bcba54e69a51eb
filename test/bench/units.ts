import type { Cost } from './clock.ts';
import { quantile } from './statistics.ts';

export const microseconds = (us: number): string => `${us.toFixed(us < 10 ? 2 : 1)} us`;
export const milliseconds = (ms: number): string => `${ms.toFixed(ms < 10 ? 2 : 1)} ms`;

export const cpuAnEvent = (costs: readonly Cost[], events: number): string =>
  `${microseconds(median(costs.map(({ cpuUs }) => cpuUs / events)))} CPU/event`;

export const eventsASecond = (costs: readonly Cost[], events: number): string =>
  `${grouped(median(costs.map(({ wallUs }) => (events * 1e6) / wallUs)))} events/s`;

export function grouped(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

export function median(values: readonly number[]): number {
  return quantile(
    values.toSorted((x, y) => x - y),
    0.5,
  );
}
