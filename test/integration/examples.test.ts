import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type HecServer, type ReceivedEvent, startHecServer } from 'hec-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { start } from '../support/program.ts';

const TOKEN = 'example-token';
let server: HecServer;

beforeEach(async () => {
  server = await startHecServer({ token: TOKEN });
});
afterEach(() => server.close());

/** Runs an example to its end, with the collector in its environment and nowhere else. */
async function run(file: string): Promise<ReceivedEvent[]> {
  await using program = start(file, { env: { HEC_URL: server.url, HEC_TOKEN: TOKEN } });
  const { code, stdout, stderr } = await program.ended;
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
  return await server.events();
}

const text = (file: string): string => readFileSync(path.join(import.meta.dirname, '../..', file), 'utf8');

/** Whether an event's own time was sent, not that of its arrival: within the minute before it arrived. */
const timely = ({ time = 0, receivedAt }: ReceivedEvent): boolean =>
  time * 1000 <= receivedAt && time * 1000 > receivedAt - 60_000;

describe('the minimal examples', () => {
  it('pino-minimal delivers its three lines as pino wrote them, and ends by itself', async () => {
    const events = await run('examples/pino-minimal/src/main.ts');
    expect(events.map(({ event }) => event)).toMatchObject([
      { level: 30, msg: 'service started' },
      { level: 40, msg: 'disk is getting full', diskFreeBytes: 1_200_000 },
      { level: 50, msg: 'payment failed', requestId: 'r-17', err: { type: 'Error', message: 'card declined' } },
    ]);
    expect(events.every(timely)).toBe(true);
  });

  it('winston-minimal delivers its three entries, the error with its stack, and ends by itself', async () => {
    const events = await run('examples/winston-minimal/src/main.ts');
    expect(events.map(({ event }) => event)).toMatchObject([
      { level: 'info', message: 'service started' },
      { level: 'warn', message: 'disk is getting full', diskFreeBytes: 1_200_000 },
      { level: 'error', message: 'payment failed', requestId: 'r-17' },
    ]);
    expect(events[2]?.raw).toMatch(/card declined.*main\.ts/);
    expect(events.every(timely)).toBe(true);
  });

  it('otel-minimal delivers its three records, the exception with its stack, and ends by itself', async () => {
    const events = await run('examples/otel-minimal/src/main.ts');
    expect(events.map(({ event }) => event)).toEqual(['service started', 'disk is getting full', 'payment failed']);
    expect(events[1]?.fields).toMatchObject({ diskFreeBytes: 1_200_000 });
    expect(events[2]?.raw).toMatch(/card declined.*main\.ts/);
    expect(events.every(timely)).toBe(true);
  });
});

describe('the README', () => {
  it.each(['pino', 'winston', 'otel'])('shows %s-minimal as it runs', (logger) => {
    const [, program = ''] = text(`examples/${logger}-minimal/src/main.ts`).split(/^\/\/.*\n/);
    expect(text('README.md')).toContain(`\`\`\`js\n${program}\`\`\``);
  });
});

describe('the Fastify example', () => {
  it('delivers the lines of every request it serves, and those of its end, when it is stopped', async () => {
    await using program = start('examples/fastify-pino/src/main.ts', {
      env: { HEC_URL: server.url, HEC_TOKEN: TOKEN, PORT: '0' },
    });
    const [listening] = await server.waitForEvents(1);
    const [url = ''] = /http:\/\/[\d.:]+/.exec(listening?.raw ?? '') ?? [];

    const login = await fetch(`${url}/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user: 'admin', password: 'guess' }),
    });
    const payment = await fetch(`${url}/orders/unknown/payment`, { method: 'POST' });
    expect([login.status, payment.status]).toEqual([401, 500]);

    program.child.kill('SIGTERM');
    const { code, stdout, stderr } = await program.ended;
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
    const events = await server.events();
    expect(events.map(({ event }) => (event as { msg: string }).msg)).toEqual([
      expect.stringMatching('Server listening'),
      'incoming request',
      'login failed',
      'request completed',
      'incoming request',
      'payment failed',
      'request completed',
    ]);
    expect(events[5]?.raw).toContain('caused by: Error: card declined by issuer');
  });
});
