import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyPluginAsync } from 'fastify';

const QUERY_MS = 40;

/** A slow request: it waits for what would be a database. */
export const reports: FastifyPluginAsync = async (app) => {
  app.get('/report', async (request) => {
    const start = performance.now();
    await wait(QUERY_MS);
    request.log.info({ queryMs: Math.round(performance.now() - start) }, 'report built');
    return { rows: 128 };
  });
};
