import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { startHecServer } from 'hec-server';
import { expect, it, onTestFinished } from 'vitest';
import { start } from '../support/program.ts';

const PROGRAM = 'test/recipes/programs/falcon.mjs';
const root = path.join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

it('the program of docs/falcon.md is the one that runs', () => {
  const [, shown = ''] = /```js\n(.*?)```/s.exec(read('docs/falcon.md')) ?? [];
  expect(shown).toBe(read(PROGRAM));
});

it('the program of docs/falcon.md does what FalconPy’s samples do', async () => {
  await using server = await startHecServer({ as: 'falcon', token: 'key' });
  const folder = mkdtempSync(path.join(tmpdir(), 'falcon-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'events.csv.gz');
  writeFileSync(file, gzipSync('time,host\n1,a\n2,b\n'));
  const env = { HEC_URL: `${server.url}/services/collector`, HEC_TOKEN: 'key' };
  await using program = start(PROGRAM, { env, args: [file] });
  const { code, stdout, stderr } = await program.ended;
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: '\n1000 of a list, then 200 Success\n3 lines of a file\n',
  });
  expect(stderr).toMatch(/1000 of 1000$/);

  const events = await server.events();
  expect(events).toHaveLength(1005);
  expect(JSON.parse(events[0]?.raw ?? '')).toEqual({
    event: {
      host: 'sample-host',
      timestamp: expect.any(Number),
      timeunit: 'nanoseconds',
      message: 'Sample message',
    },
    fields: { '#falconpy': 'Sample payload' },
  });
  expect(events[0]?.raw).toMatch(/"timestamp":\d{19},/);
  expect(events.slice(-3).map(({ event }) => event)).toEqual(['time,host', '1,a', '2,b']);
  const paths = (await server.requests()).map((request) => [request.path, request.headers['content-type']]);
  expect(paths[0]).toEqual(['/services/collector', 'application/json']);
  expect(paths.at(-1)).toEqual(['/services/collector/raw', 'text/csv']);
});
