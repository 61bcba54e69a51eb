// Logs one line through the worker and ends, as an application does that knows nothing of this suite.
const pino = require('pino');

const log = pino({ transport: { target: 'pino-hec', options: { url: 'http://127.0.0.1:9', token: 'test' } } });
log.info('line');
