import assert from 'node:assert/strict';
import { createHecClient } from 'hec-core';
import type { Check } from './checks.ts';
import { startRecorder } from './recorder.ts';
import { type Answer, TOKEN } from './vector.ts';

const health = (id: string, what: string, evidence: Check['evidence'], answer: Answer, well: boolean): Check => ({
  id,
  what,
  speaker: 'splunk',
  side: 'outcome',
  evidence,
  async run() {
    await using recorder = await startRecorder(Date.now, ({ method }) =>
      method === 'GET' ? answer : { status: 400, body: { text: 'No data', code: 5 } },
    );
    const options = { url: recorder.url, token: TOKEN, dialect: 'splunk', proxy: 'none' } as const;
    await using hec = createHecClient(options, { env: {} });
    assert.equal((await hec.check()).ok, well);
    const [asked, probed] = recorder.requests;
    assert.deepEqual([asked?.method, asked?.path], ['GET', '/services/collector/health']);
    // The token is asked about by an empty body, which stores nothing (S26).
    if (well) assert.deepEqual([probed?.path, probed?.body], ['/services/collector/event', '']);
  },
});

/** What `check()` makes of the health pages of 7.1, 7.2 and 7.4. */
export const healths: readonly Check[] = [
  health('S13', 'health needs no token', 'measured', { status: 200, body: { text: 'HEC is healthy', code: 17 } }, true),
  health(
    'S47',
    'health: queues full',
    'documented',
    { status: 503, body: { text: 'HEC is unhealthy, queues are full', code: 18 } },
    false,
  ),
  health('D10', 'Fluent Bit: health', 'code', { status: 200, body: { text: 'Success', code: 200 } }, true),
  health('D32', 'VictoriaLogs: health', 'code', { status: 200, body: '' }, true),
  health('D40', 'Axiom: health', 'documented', { status: 200, body: { text: 'HEC is healthy', code: 17 } }, true),
];
