// A bundle that keeps the worker: its files are entries of their own, and pino is told where they are.
const path = require('node:path');

// oxlint-disable-next-line no-underscore-dangle -- pino's name for it
globalThis.__bundlerPathsOverrides = {
  'thread-stream-worker': path.join(__dirname, 'thread-stream-worker.js'),
  'pino-worker': path.join(__dirname, 'pino-worker.js'),
  'pino-hec': path.join(__dirname, 'pino-hec.js'),
};

const pino = require('pino');

const logger = pino({ transport: { target: 'pino-hec' } });
logger.info('from a bundle');
