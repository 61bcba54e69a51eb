// One file, wherever it runs: a bundle has no worker file to start, so the stream delivers from this thread.
import pino from 'pino';
import { createHecStream } from 'pino-hec';

const logger = pino(createHecStream());
logger.info('from a bundle');
