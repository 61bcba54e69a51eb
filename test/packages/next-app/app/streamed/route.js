import pino from 'pino';
import { createHecStream } from 'pino-hec';

const stream = createHecStream();
const logger = pino(stream);

export async function POST() {
  logger.info('from the stream');
  await stream.flush();
  return new Response('ok');
}
