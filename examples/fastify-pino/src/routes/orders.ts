import { randomUUID } from 'node:crypto';
import type { FastifyPluginAsync } from 'fastify';

interface Order {
  readonly item: string;
  readonly quantity: number;
}

const orderSchema = {
  type: 'object',
  required: ['item', 'quantity'],
  properties: { item: { type: 'string' }, quantity: { type: 'integer', minimum: 1, maximum: 100 } },
} as const;

/** Orders can be placed, looked at and paid; paying for more than ten is declined, loudly. */
export const orders: FastifyPluginAsync = async (app) => {
  const placed = new Map<string, Order>();

  app.post<{ Body: Order }>('/orders', { schema: { body: orderSchema } }, async (request, reply) => {
    const id = randomUUID();
    placed.set(id, request.body);
    request.log.info({ order: { id, ...request.body } }, 'order placed');
    return reply.code(201).send({ id });
  });

  app.get<{ Params: { id: string } }>('/orders/:id', async (request, reply) => {
    const order = placed.get(request.params.id);
    if (order !== undefined) return order;
    request.log.warn({ id: request.params.id }, 'no such order');
    return reply.code(404).send({ error: 'no such order' });
  });

  app.post<{ Params: { id: string } }>('/orders/:id/payment', async (request) => {
    const order = placed.get(request.params.id);
    if (order === undefined || order.quantity > 10) {
      // Fastify answers 500 and logs the error with its stack and cause.
      throw new Error('payment failed', { cause: new Error('card declined by issuer') });
    }
    request.log.info({ id: request.params.id }, 'order paid');
    return { paid: true };
  });
};
