import pino from 'pino';
import { targetPath } from 'pino-hec';

const logger = pino({ transport: { target: targetPath } });

export function POST() {
  logger.info('from the worker');
  return new Response('ok');
}
