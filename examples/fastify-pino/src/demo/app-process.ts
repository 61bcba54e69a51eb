// The application as the demo runs it: unchanged, with its log lines counted beside it.
import diagnostics from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { promisify } from 'node:util';
import pino from 'pino';
import { buildApp } from '../app.ts';
import type { FromApp, Ledger } from './messages.ts';

let logged = 0;
let loggedBytes = 0;
// pino's own channel sees every finished line before any transport does.
diagnostics.subscribe('tracing:pino_asJson:end', (message) => {
  logged += 1;
  loggedBytes += Buffer.byteLength((message as { result: string }).result);
});

const tell = (message: FromApp): void => void process.send?.(message);
const app = buildApp();
const log = app.log as pino.Logger & { [pino.symbols.streamSym]: ReturnType<typeof pino.transport> };
const transport = log[pino.symbols.streamSym];

async function stop(): Promise<void> {
  await app.close();
  await promisify((done: (error?: Error) => void) => log.flush(done))();
  transport.emit('message', { code: 'HEC_STATS' });
  const [stats] = (await once(transport, 'hec:stats')) as [{ ledger: Ledger }];
  tell({ account: { logged, loggedBytes, ledger: stats.ledger } });
  // Nothing is left to do, so the process ends by itself.
  process.disconnect();
}

await app.listen({ host: '127.0.0.1', port: 0 });
tell({ listening: (app.server.address() as AddressInfo).port });
process.once('message', () => void stop());
// A demo that was killed must not leave its application behind.
process.once('disconnect', () => void app.close());
