// Fastify has pino inside: the transport is one line, and every line of a request carries its reqId.
import Fastify from 'fastify';

const app = Fastify({ logger: { transport: { target: 'pino-hec' } } });
app.get('/', (request) => {
  request.log.info('handled');
  return { ok: true };
});
await app.listen({ host: '127.0.0.1', port: 0 });
await fetch(app.listeningOrigin);
await app.close();
