import { type HecServer, startHecServer } from 'hec-server';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Ended, start } from '../support/program.ts';

// Starts processes and worker threads, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

async function ship(splunk: HecServer, falcon: HecServer): Promise<Ended> {
  await using program = start('examples/dual-shipping/src/main.ts', {
    env: { SPLUNK_URL: splunk.url, SPLUNK_TOKEN: 'S', FALCON_URL: falcon.url, FALCON_TOKEN: 'F' },
  });
  return await program.ended;
}

async function collectors(): Promise<{ splunk: HecServer; falcon: HecServer }> {
  const [splunk, falcon] = await Promise.all([
    startHecServer({ token: 'S' }),
    startHecServer({ token: 'F', as: 'falcon' }),
  ]);
  onTestFinished(async () => {
    await splunk.close();
    await falcon.close();
  });
  return { splunk, falcon };
}

const messages = async (server: HecServer): Promise<unknown[]> =>
  (await server.events()).map(({ raw }) => /"msg":"([^"]+)"/.exec(raw)?.[1]);

describe('the dual-shipping example', () => {
  it('delivers everything to Splunk, warnings and above to Falcon, and ends by itself', async () => {
    const { splunk, falcon } = await collectors();
    expect(await ship(splunk, falcon)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await messages(splunk)).toEqual(['service started', 'login failed', 'payment failed']);
    expect(await messages(falcon)).toEqual(['login failed', 'payment failed']);
  });

  it('delivers to the one while the other is dead, and says what the dead one did not get', async () => {
    const { splunk, falcon } = await collectors();
    await falcon.close();
    const { code, stderr } = await ship(splunk, falcon);
    expect(code).toBe(0);
    expect(await messages(splunk)).toEqual(['service started', 'login failed', 'payment failed']);
    // 3 to Splunk and 2 to Falcon.
    expect(stderr).toMatch(/2 of 5 events were lost \(shutdown 2\)/);
    expect(stderr).toContain(falcon.url);
  });
});
