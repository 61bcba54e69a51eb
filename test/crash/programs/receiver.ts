// A collector in a process of its own: what it has taken is what has arrived, whoever is killed.
import process from 'node:process';
import { startHecServer } from 'hec-server';

const server = await startHecServer({
  token: 'T',
  maxEvents: 1_000_000,
  keepAlive: true,
  // Answers that take a moment: there are requests on their way when a sender is killed.
  faults: [{ do: 'slow', ms: 15, probability: 0.5 }],
});
async function answer(): Promise<void> {
  const events = await server.events();
  await server.clear();
  process.send?.(events.map(({ event }) => event));
}
process.on('message', () => void answer());
process.on('disconnect', () => process.exit());
process.send?.(server.url);
