// A CommonJS application: ten lines through the worker to a collector of its own, then how many arrived.
const { startHecServer } = require('hec-server');
const pino = require('pino');

async function main() {
  const server = await startHecServer();
  const transport = pino.transport({
    target: 'pino-hec',
    options: { url: server.url, token: 'test', batch: { lingerMs: 0 } },
  });
  const log = pino(transport);
  for (let i = 0; i < 10; i++) log.info({ i }, 'line');
  const received = await server.waitForEvents(10);
  transport.end();
  console.log(JSON.stringify(received.map(({ event }) => event.i)));
  await server.close();
}

void main();
