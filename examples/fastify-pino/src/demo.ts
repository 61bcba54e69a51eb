// Serves real HTTP requests with the application in app.ts and shows that every line it logged reached a HEC endpoint.
import process from 'node:process';
import { parseArgs } from 'node:util';
import { type HecServer, startHecServer } from 'hec-server';
import { startApp } from './demo/app.ts';
import { figures } from './demo/figures.ts';
import { report } from './demo/report.ts';
import { sendVisitors } from './demo/visitors.ts';

const TOKEN = 'demo-token';
const VISITORS = 120;
const CONCURRENCY = 16;

const { values: asked } = parseArgs({
  options: { port: { type: 'string', default: '8088' }, stay: { type: 'boolean', default: false } },
});

async function startCollector(): Promise<HecServer> {
  const options = { token: TOKEN, keepAlive: asked.stay };
  try {
    return await startHecServer({ ...options, port: Number(asked.port) });
  } catch (error) {
    const taken = error instanceof Error && String(error.cause).includes('EADDRINUSE');
    if (!taken) throw error;
    return await startHecServer({ ...options, port: 0 });
  }
}

const collector = await startCollector();
const app = await startApp({ url: collector.url, token: TOKEN });
const visits = await sendVisitors(app.url, VISITORS, CONCURRENCY);
const account = await app.stop();
const events = await collector.events();
const found = figures(account, await collector.stats(), events);
const samples = ['order placed', 'login failed'].flatMap(
  (text) => events.find((event) => event.raw.includes(text)) ?? [],
);

process.stdout.write(
  report(
    { visits, figures: found, samples, page: collector.url, stays: asked.stay },
    process.stdout.hasColors?.() ?? false,
  ),
);
if (found.received !== found.logged || !found.balances) process.exitCode = 1;
if (asked.stay) process.once('SIGINT', () => void collector.close());
else await collector.close();
