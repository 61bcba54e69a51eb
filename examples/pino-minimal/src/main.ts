// HEC_URL=http://127.0.0.1:8088 HEC_TOKEN=... pnpm start:src
import pino from 'pino';

const log = pino({ transport: { target: 'pino-hec' } });

log.info('service started');
log.warn({ diskFreeBytes: 1_200_000 }, 'disk is getting full');
log.child({ requestId: 'r-17' }).error(new Error('card declined'), 'payment failed');
// Nothing to close: what is still held is delivered when the process ends.
