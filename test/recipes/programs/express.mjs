// Express with pino-http: one line a request, and what the handler logs beside it.
import { once } from 'node:events';
import express from 'express';
import pino from 'pino';
import pinoHttp from 'pino-http';

const logger = pino({ transport: { target: 'pino-hec' } });
const app = express();
app.use(pinoHttp({ logger }));
app.get('/', (request, response) => {
  request.log.info('handled');
  response.send('ok');
});
const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');
const response = await fetch(`http://127.0.0.1:${server.address().port}/`, { headers: { connection: 'close' } });
await response.text();
server.close();
