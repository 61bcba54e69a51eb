import { startHecServer } from 'hec-server';
import { expect, it } from 'vitest';
import { start } from '../support/program.ts';

/** Two dozen things, some of them with a worker thread each. */
const LONGEST_MS = 120_000;

// Sockets and timers keep no process alive. So what a program awaits has to, or it would end with the await unsettled.
it.concurrent.for([
  { endpoint: 'slow', fault: { do: 'slow', ms: 20 } as const, options: {} },
  {
    endpoint: 'hanging',
    fault: { do: 'hang' } as const,
    options: { shutdownTimeoutMs: 100, request: { timeoutMs: 150 } },
  },
])(
  'whatever a program awaits of a $endpoint endpoint is settled, and leaves nothing active',
  { timeout: LONGEST_MS },
  async ({ endpoint, fault, options }, { onTestFinished }) => {
    const server = await startHecServer({ token: 'T', faults: [fault] });
    onTestFinished(() => server.close());
    const acknowledging = await startHecServer({ token: 'T', faults: [fault], ack: { delayMs: 10 } });
    onTestFinished(() => acknowledging.close());
    const given = { url: server.url, token: 'T', batch: { lingerMs: 60_000 }, ...options };
    await using program = start('test/exit/fixtures/awaits.ts', {
      args: [JSON.stringify(given), acknowledging.url, endpoint],
    });
    onTestFinished(() => void program.child.kill('SIGKILL'));
    const { code, stdout, stderr } = await program.ended;
    expect(stderr).not.toContain('unsettled');
    expect(code).toBe(0);
    const said = stdout.trimEnd().split('\n');
    expect(said.length).toBeGreaterThan(20);
    expect(said.filter((line) => !line.endsWith(': '))).toEqual(['end']);
  },
);
