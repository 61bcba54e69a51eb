// A collector in a process of its own: what it has taken is what has arrived, whoever is killed.
import process from 'node:process';
import { startHecServer } from 'hec-server';
import type { Answer } from '../receiver.ts';

const server = await startHecServer({
  token: 'T',
  // Of dozens of runs, and a run asks at its end.
  maxEvents: 50_000,
  keepAlive: true,
  // Answers that take a moment: there are requests on their way when a sender is killed.
  faults: [{ do: 'slow', ms: 15, probability: 0.5 }],
});
async function tell(source: string): Promise<void> {
  const events = await server.events({ search: `source:${source}` });
  const answer = { source, events: events.map(({ event }) => event as { id?: string } | null) } satisfies Answer;
  process.send?.(answer);
}
process.on('message', (source: string) => void tell(source));
process.on('disconnect', () => process.exit());
process.send?.(server.url);
