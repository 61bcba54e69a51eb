import fastify from 'fastify';
import pino from 'pino';
import { login } from './routes/login.ts';
import { orders } from './routes/orders.ts';
import { reports } from './routes/reports.ts';

/** The application. Its logger is the only line that knows where logs go; the address and the token come from the environment. */
export function buildApp() {
  const app = fastify({
    loggerInstance: pino({ transport: { target: 'pino-hec' } }),
  });
  app.register(orders);
  app.register(login);
  app.register(reports);
  return app;
}
