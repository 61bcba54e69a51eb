import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { createHecClient } from 'hec-core';
import { type HecServer, startHecServer } from 'hec-server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hec } from './support/hec.ts';

// Each starts processes or worker threads, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const TOKEN = 'redrive-token';
let folder: string;
let file: string;
let server: HecServer;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'hec-redrive-'));
  file = path.join(folder, 'refused.ndjson');
  server = await startHecServer({ token: TOKEN, indexes: ['main'] });
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const env = () => ({ HEC_URL: server.url, HEC_TOKEN: TOKEN, HEC_REQUEST_CONCURRENCY: '1' });
const lines = (): string[] => readFileSync(file, 'utf8').split('\n').filter(Boolean);
const messages = async (): Promise<unknown[]> => (await server.events()).map(({ event }) => (event as { n: number }).n);

/** Has so many events refused by the server, for an index that it does not have, as an application would. */
async function refuse(count: number): Promise<void> {
  const client = createHecClient({ url: server.url, token: TOKEN, deadLetter: file, index: 'main', reportGaps: false });
  for (let n = 0; n < count; n++)
    client.send({ n, big: 2 ** 40 }, { index: 'missing', time: `170000000${n % 10}.123456789` });
  await client.close();
  expect(client.stats().ledger.deadLettered).toBe(count);
  await server.clear();
}

/** Leaves events in a spool, as an application that ends during an outage does. */
async function leave(count: number): Promise<string> {
  const dir = path.join(folder, 'spool');
  const client = createHecClient({
    url: 'http://127.0.0.1:1',
    token: TOKEN,
    spool: dir,
    shutdownTimeoutMs: 100,
    index: 'main',
  });
  for (let n = 0; n < count; n++) client.send({ n });
  await client.close();
  expect(client.stats().ledger.held.spooled).toBe(count);
  return dir;
}

describe('hec redrive of a dead letter file', () => {
  it('prints why each event is there, and sends nothing', async () => {
    await refuse(2);
    const { code, stdout } = await hec(['redrive', file, '--print'], { env: env() });
    expect(code).toBe(0);
    expect(stdout).toMatch(/ncorrect index.* \(HTTP 400\) http:\/\/127/);
    expect(stdout).toContain('"event":{"n":0,"big":1099511627776}');
    expect(stdout).toMatch(/^2 events$/m);
    const asJson = await hec(['redrive', file, '--print', '--json'], { env: env() });
    expect(asJson.stdout).toBe(readFileSync(file, 'utf8'));
    expect(await server.stats()).toMatchObject({ requests: 0 });
  });

  it('sends events byte for byte when what was wrong has been mended, and leaves the file', async () => {
    await refuse(3);
    const before = readFileSync(file, 'utf8');
    await server.set({ indexes: ['main', 'missing'] });
    const { code, stdout } = await hec(['redrive', file], { env: env() });
    expect(code).toBe(0);
    expect(stdout).toContain('3 events = 3 taken');
    const sent = (await server.events()).map(({ raw }) => raw);
    for (const raw of sent) expect(before).toContain(`"envelope":${raw}}`);
    expect(await messages()).toEqual([0, 1, 2]);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('knows lines by their LF alone: text may hold other ends of lines', async () => {
    const client = createHecClient({
      url: server.url,
      token: TOKEN,
      deadLetter: file,
      index: 'main',
      reportGaps: false,
    });
    client.send({ text: 'one\u2028two\u2029three' }, { index: 'missing' });
    await client.close();
    const { code } = await hec(['redrive', file, '--remove', '--index', 'main'], { env: env() });
    expect(code).toBe(0);
    expect((await server.events()).map(({ event }) => event)).toEqual([{ text: 'one\u2028two\u2029three' }]);
    expect(lines()).toEqual([]);
  });

  it('gives events another index, and removes those that are delivered', async () => {
    await refuse(2);
    const { code } = await hec(['redrive', file, '--index', 'main', '--remove'], { env: env() });
    expect(code).toBe(0);
    expect((await server.events()).map(({ raw }) => raw.replace(/"host":"[^"]*",/, ''))).toEqual([
      '{"time":1700000000.123456789,"index":"main","event":{"n":0,"big":1099511627776}}',
      '{"time":1700000001.123456789,"index":"main","event":{"n":1,"big":1099511627776}}',
    ]);
    expect(lines()).toEqual([]);
    expect(existsSync(`${file}.redriving`)).toBe(false);
  });

  it('keeps what is refused again, what was not asked for, and what is no dead letter', async () => {
    await refuse(2);
    const [first = ''] = lines();
    const other = first.replace(/"reason":"[^"]*"/, '"reason":"something else"');
    appendFileSync(file, `${other}\nwritten by hand\n`);
    const { code, stdout } = await hec(['redrive', file, '--reason', 'INCORRECT INDEX', '--remove'], { env: env() });
    expect(code).toBe(1);
    expect(stdout).toContain('2 events = 2 in the dead letter file');
    expect(lines()).toEqual([
      other,
      'written by hand',
      expect.stringContaining('"n":0'),
      expect.stringContaining('"n":1'),
    ]);
  });

  it('leaves everything in the file when the endpoint is down', async () => {
    await refuse(2);
    const before = readFileSync(file, 'utf8');
    const down = { HEC_URL: 'http://127.0.0.1:1', HEC_TOKEN: TOKEN, HEC_SHUTDOWN_TIMEOUT_MS: '300' };
    const { code, stderr } = await hec(['redrive', file, '--remove'], { env: down });
    expect(code).toBe(1);
    expect(stderr).toContain('Nothing listens on http://127.0.0.1:1');
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('sends thousands, each once', async () => {
    await refuse(1);
    const [line = ''] = lines();
    writeFileSync(file, Array.from({ length: 3500 }, (_, n) => `${line.replace('"n":0', `"n":${n}`)}\n`).join(''));
    await server.set({ indexes: ['main', 'missing'] });
    const { code } = await hec(['redrive', file, '--remove'], { env: env() });
    expect(code).toBe(0);
    expect(new Set(await messages()).size).toBe(3500);
    expect(lines()).toEqual([]);
  });
});

/** A line of a segment, from all but its end. */
const stamped = (head: string): string => `${head},"crc":"${crc32(head).toString(16).padStart(8, '0')}"}\n`;

describe('hec redrive of a spool', () => {
  it('prints what it holds, and leaves it there', async () => {
    const dir = await leave(2);
    const { code, stdout } = await hec(['redrive', dir, '--print'], { env: env() });
    expect(code).toBe(0);
    expect(stdout).toContain('splunk (splunk), 2 events for /services/collector/event');
    expect(stdout).toContain('"event":{"n":1}');
    const asJson = await hec(['redrive', dir, '--print', '--json'], { env: env() });
    expect(JSON.parse(asJson.stdout)).toMatchObject({ destination: 'splunk', dialect: 'splunk', events: 2 });
    expect(await server.stats()).toMatchObject({ requests: 0 });
  });

  it('prints, or names, what an application would leave alone or give up: a format to come, damage', async () => {
    const dir = await leave(2);
    const destination = path.join(dir, 'splunk');
    const [owner = ''] = readdirSync(destination);
    const [segment = ''] = readdirSync(path.join(destination, owner)).filter((name) => name.endsWith('.segment'));
    const mark = segment.slice(11, 27);
    const place = (name: string): string => path.join(destination, owner, name);
    const copyAs = (sequence: string, change: (text: string) => string): void =>
      writeFileSync(
        place(`000000000${sequence}-${mark}.segment`),
        change(readFileSync(place(segment), 'latin1')),
        'latin1',
      );
    copyAs('7', (text) => text.replace('"n":1', '"n":9'));
    copyAs('8', (text) => `${text}${stamped(`{"mark":"${mark}","v":99,"unheard":"of"`)}`);
    const { code, stdout, stderr } = await hec(['redrive', dir, '--print'], { env: env() });
    expect(code).toBe(0);
    expect(stdout).toContain('"event":{"n":1}');
    expect(stderr).toMatch(/0000000007-\w+\.segment: .*damaged/);
    expect(stderr).toMatch(/0000000008-\w+\.segment: it is of format 99, which this version does not know/);
    expect(await server.stats()).toMatchObject({ requests: 0 });
  });

  it('empties it', async () => {
    const dir = await leave(100);
    const { code, stdout } = await hec(['redrive', dir], { env: env() });
    expect(code).toBe(0);
    expect(stdout).toContain('100 events = 100 taken');
    expect(new Set(await messages()).size).toBe(100);
    expect((await hec(['redrive', dir], { env: env() })).stdout).toBe('nothing is held\n');
  });

  it('knows no reasons', async () => {
    const dir = await leave(1);
    const { code, stderr } = await hec(['redrive', dir, '--reason', 'x'], { env: env() });
    expect(code).toBe(2);
    expect(stderr).toContain('--reason is for dead letter files');
  });
});
