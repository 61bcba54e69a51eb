// Logs through hec-core until it is killed. An event is said to be accepted only when `send` has returned true.
import { flushCompileCache } from 'node:module';
import process from 'node:process';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createHecClient, type HecOptions } from 'hec-core';
import { DONE, say, UP } from './say.ts';

// Nobody is left to kill it.
process.on('disconnect', () => process.exit());
const [options = '', life = '', count = ''] = process.argv.slice(2);
say(UP);
// Whoever is killed leaves none behind.
flushCompileCache();
const hec = createHecClient(JSON.parse(options) as HecOptions, { onWarning: () => {} });
for (let i = 0; i < Number(count); i++) {
  const id = `${life}-${i}`;
  if (hec.send({ id, pad: 'x'.repeat(i % 300) })) say(id);
  if (i % 7 === 0) await nextTurn();
}
// Whatever is still on its way is: the parent decides when this life is over.
void hec.flush().then(({ drained }) => drained && say(DONE));
setInterval(() => {}, 1000);
