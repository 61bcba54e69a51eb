// Logs through pino and its worker, at a rate, until it is killed; says how many lines it has logged so far. Nobody
// listens, so what the worker has read stays in the spool.
import { once } from 'node:events';
import process from 'node:process';
import { setTimeout as after, setImmediate as nextTurn } from 'node:timers/promises';
import type { HecOptions } from 'hec-core';
import pino from 'pino';
import { targetPath } from 'pino-hec/target';
import { say } from './say.ts';

// Nobody is left to kill it.
process.on('disconnect', () => process.exit());
const [options = '', atOnce = '', everyMs = ''] = process.argv.slice(2);
const transport = pino.transport({ target: targetPath, options: JSON.parse(options) as HecOptions });
transport.on('warning', () => {});
await once(transport, 'ready');
const logger = pino(transport);
const pad = 'x'.repeat(150);
let logged = 0;
for (;;) {
  for (let i = 0; i < Number(atOnce); i++) logger.info({ n: logged++, pad }, 'line');
  say(String(logged));
  if (everyMs === '0') await nextTurn();
  else await after(Number(everyMs));
}
