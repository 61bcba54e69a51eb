import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { startHecServer } from 'hec-server';
import { describe, expect, it } from 'vitest';
import { start } from '../support/program.ts';

const LINES = 20_000;

describe('process.exit() right after 20,000 lines through the worker', () => {
  it('delivers each of them once, and every event that entered is accounted for', async () => {
    await using server = await startHecServer({ token: 'exit-token' });
    await using program = start('test/integration/fixtures/exit-after-20000.ts', {
      env: {
        HEC_URL: server.url,
        HEC_TOKEN: 'exit-token',
        LEDGER_AT_EXIT: pathToFileURL(path.join(import.meta.dirname, 'fixtures/ledger-at-exit.ts')).href,
      },
    });
    const { code, stdout, stderr } = await program.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });

    const received = (await server.events()).map(({ event }) => (event as { i: number }).i);
    expect(received.length).toBe(LINES);
    // Each once: as many different ones as there are.
    expect(new Set(received).size).toBe(LINES);
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toEqual({
      delivered: LINES,
      dropped: 0,
      deadLettered: 0,
    });
  });
});
