// A function that is frozen as soon as it has answered: flush once an invocation, in the handler itself.
import process from 'node:process';
import pino from 'pino';
import { createHecStream } from 'pino-hec';

const stream = createHecStream();
const logger = pino(stream);

export async function handler(event) {
  logger.info({ event }, 'invoked');
  await stream.flush();
  return { statusCode: 200 };
}

// What the platform does: an invocation, an answer, a freeze; and again.
for await (const line of process.stdin.setEncoding('utf8')) {
  const { statusCode } = await handler(line.trim());
  process.stdout.write(`${statusCode}\n`);
}
