import type { Recorded } from './recorder.ts';
import type { DialectName } from './vector.ts';

const lines = (body: string): string[] => body.split('\n').filter((line) => line !== '');
const parsed = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;

/** The events of a request, each without what is around it. Reads by the content type and the shape of the body alone. */
export function payloads(dialect: DialectName, { body, headers }: Recorded): unknown[] {
  if (headers['content-type'] !== 'application/json') return lines(body);
  const whole = dialect === 'sekoia' || dialect === 'datadog' || dialect === 'elastic' || body.startsWith('[');
  if (!whole) return lines(body).map((line) => parsed(line)['event'] ?? parsed(line));
  const value = JSON.parse(body) as unknown;
  return Array.isArray(value) ? value : [value];
}
