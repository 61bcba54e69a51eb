// Logs through pino and its worker until it is killed. A line is said to be accepted only when the worker has said that
// it has it: lines are numbered, and it reads them in order.
import { once } from 'node:events';
import { flushCompileCache } from 'node:module';
import process from 'node:process';
import { setTimeout as after } from 'node:timers/promises';
import type { HecOptions } from 'hec-core';
import pino from 'pino';
import { control } from 'pino-hec';
import { targetPath } from 'pino-hec/target';
import { DONE, say, UP } from './say.ts';

// Nobody is left to kill it.
process.on('disconnect', () => process.exit());
const [options = '', life = '', count = ''] = process.argv.slice(2);
const transport = pino.transport({ target: targetPath, options: JSON.parse(options) as HecOptions });
transport.on('warning', () => {});
await once(transport, 'ready');
say(UP);
// Whoever is killed leaves none behind.
flushCompileCache();
const logger = pino(transport);
let said = 0;
let logged = 0;
for (let held = Number.POSITIVE_INFINITY; said < Number(count) || held > 0; ) {
  for (let i = 0; i < 40 && logged < Number(count); i++, logged++)
    logger.info({ id: `${life}-${logged}`, pad: 'x'.repeat(logged % 300) }, 'line');
  const { ledger } = await control(transport).stats();
  for (; said < ledger.entered.logged; said++) say(`${life}-${said}`);
  held = Object.values(ledger.held).reduce((sum, events) => sum + events, 0);
  await after(2);
}
say(DONE);
setInterval(() => {}, 1000);
