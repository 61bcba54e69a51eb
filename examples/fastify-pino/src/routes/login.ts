import type { FastifyPluginAsync } from 'fastify';

interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** Nobody's password is right here: what a brute-force attempt looks like in the logs. */
export const login: FastifyPluginAsync = async (app) => {
  const failures = new Map<string, number>();

  app.post<{ Body: Credentials }>('/login', async (request, reply) => {
    const { user } = request.body;
    const attempt = (failures.get(user) ?? 0) + 1;
    failures.set(user, attempt);
    request.log.warn({ user, attempt, ip: request.ip }, 'login failed');
    return reply.code(401).send({ error: 'wrong user or password' });
  });
};
