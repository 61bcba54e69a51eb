import { describe, expect, it } from 'vitest';
import { ledgerOf } from '../support/ledger-of.ts';
import { scene } from '../support/scene.ts';

describe('a token function', () => {
  it('is asked again after it hung', async () => {
    let asked = 0;
    const token = (): Promise<string> => (asked++ === 0 ? new Promise(() => {}) : Promise.resolve('T'));
    const { hec } = await scene({ token, request: { timeoutMs: 500 } });
    hec.send('x');
    await ledgerOf(hec, ({ delivered }) => delivered.taken === 1);
    expect(asked).toBe(2);
  });

  it('is asked again when its token is not accepted any more', async () => {
    let token = 'OLD';
    const { hec, warned } = await scene({ token: () => token });
    hec.send('x');
    expect(await warned('endpoint-parked')).toContain('token');
    token = 'T';
    await ledgerOf(hec, ({ delivered }) => delivered.taken === 1);
  });
});
