import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { describe, expect, it } from 'vitest';
import { start } from '../support/program.ts';

const DEMO = 'examples/fastify-pino/src/demo.ts';

async function occupy(): Promise<{ server: Server; port: number }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

async function freePort(): Promise<number> {
  const { server, port } = await occupy();
  server.close();
  await once(server, 'close');
  return port;
}

/** The number before or after a word of the report, thousands separators removed. */
function figure(report: string, pattern: RegExp): number {
  const [, digits] = pattern.exec(report) ?? [];
  if (digits === undefined) throw new Error(`the report does not say ${pattern}\n${report}`);
  return Number(digits.replaceAll(',', ''));
}

function readFigures(report: string) {
  return {
    logged: figure(report, /logged +([\d,]+) events/),
    delivered: figure(report, /delivered +([\d,]+) events/),
    received: figure(report, /received +([\d,]+) events/),
    served: figure(report, /application +([\d,]+) HTTP requests/),
    requests: figure(report, /requests +([\d,]+) to the collector/),
    bytes: figure(report, /bytes +([\d,]+) sent as/),
    wireBytes: figure(report, /sent as ([\d,]+)/),
    median: figure(report, /median ([\d,]+) ms/),
    p99: figure(report, /p99 ([\d,]+) ms/),
  };
}

describe('the demo', () => {
  it('serves hundreds of requests, receives every event that was logged, balances its ledger and ends', async () => {
    const port = await freePort();
    await using demo = start(DEMO, { args: ['--port', String(port)] });
    const { code, stdout, stderr } = await demo.ended;
    expect(stderr).toBe('');

    const { logged, delivered, received, served, requests, bytes, wireBytes, median, p99 } = readFigures(stdout);
    expect(served).toBeGreaterThan(300);
    // Fastify logs two lines a request, and there are the application's own.
    expect(logged).toBeGreaterThan(served * 2);
    expect({ delivered, received }).toEqual({ delivered: logged, received: logged });
    expect(requests).toBeGreaterThan(0);
    expect(wireBytes).toBeLessThan(bytes / 3);
    expect(median).toBeGreaterThanOrEqual(0);
    expect(p99).toBeGreaterThanOrEqual(median);
    const n = logged.toLocaleString('en-US');
    expect(stdout).toContain(`${n} entered = ${n} delivered + 0 dead-lettered + 0 dropped + 0 held`);
    expect(stdout).toMatch(/"order placed"/);
    expect(stdout).toMatch(/"login failed"/);
    expect(stdout).toContain(`http://127.0.0.1:${port}`);
    expect(code).toBe(0);
  });

  it('takes a free port when the one it wants is taken', async () => {
    const { server, port } = await occupy();
    try {
      await using demo = start(DEMO, { args: ['--port', String(port)] });
      const { code, stdout } = await demo.ended;
      expect(stdout).not.toContain(`127.0.0.1:${port}`);
      const { logged, received } = readFigures(stdout);
      expect(received).toBe(logged);
      expect(code).toBe(0);
    } finally {
      server.close();
    }
  });

  it('keeps the page up with --stay until it is interrupted', async () => {
    await using demo = start(DEMO, { args: ['--stay', '--port', '0'] });
    const report = await demo.printed('Ctrl-C');
    const page = /page +(http:\S+)/.exec(report)?.[1] ?? '';
    const answer = await fetch(page);
    expect(answer.headers.get('content-type')).toContain('text/html');
    demo.child.kill('SIGINT');
    expect((await demo.ended).code).toBe(0);
  });
});
