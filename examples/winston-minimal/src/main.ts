// HEC_URL=http://127.0.0.1:8088 HEC_TOKEN=... pnpm start:src
import winston from 'winston';
import { HecTransport } from 'winston-hec';

const log = winston.createLogger({ transports: [new HecTransport()] });

log.info('service started');
log.warn('disk is getting full', { diskFreeBytes: 1_200_000 });
log.child({ requestId: 'r-17' }).error('payment failed', { err: new Error('card declined') });
// Delivers what is still held.
log.end();
