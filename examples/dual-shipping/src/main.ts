// SPLUNK_URL=https://... SPLUNK_TOKEN=... FALCON_URL=https://... FALCON_TOKEN=... pnpm start:src
import process from 'node:process';
import pino from 'pino';
import type { PinoHecOptions } from 'pino-hec';

const { SPLUNK_URL = '', FALCON_URL = '' } = process.env;

// Everything to Splunk, what security wants to see to Falcon too. Each has its own queue: one that is down neither
// slows nor drops what the other gets.
const options: PinoHecOptions = {
  sourcetype: 'shop',
  destinations: [
    { name: 'splunk', url: SPLUNK_URL, token: { env: 'SPLUNK_TOKEN' } },
    { name: 'falcon', dialect: 'falcon', url: FALCON_URL, token: { env: 'FALCON_TOKEN' }, minLevel: 'warn' },
  ],
};

const log = pino(pino.transport({ target: 'pino-hec', options }));

log.info('service started');
log.warn({ user: 'admin', address: '203.0.113.7' }, 'login failed');
log.error({ err: new Error('card declined') }, 'payment failed');
