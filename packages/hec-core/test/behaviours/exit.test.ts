import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type HecServer, type HecServerOptions, startHecServer } from 'hec-server';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { HecOptions } from '../../src/options/types.ts';
import { inspectSpool } from '../../src/spool/inspect.ts';
import { type Ended, type Job, killAll, runToItsEnd } from '../support/ending.ts';
import { arrived, range } from '../support/scene.ts';

const NOWHERE = 'http://127.0.0.1:9';
const NOBODY = `Nothing listens on ${NOWHERE} (connection refused). Is it running, and is the port right?`;
/** A connection is refused at once, and then tried for a second; a thread has to start before that. */
const REFUSED_MS = 2_900;
/** Less than that second: nobody has tried. */
const AT_ONCE_MS = 900;

const folder = await mkdtemp(path.join(tmpdir(), 'hec-exit-'));
const servers: HecServer[] = [];
afterAll(async () => {
  killAll();
  await Promise.all(servers.map((server) => server.close()));
  await rm(folder, { recursive: true });
});

async function serverOf(options: HecServerOptions = {}): Promise<HecServer> {
  const server = await startHecServer({ token: 'T', ...options });
  servers.push(server);
  return server;
}

const server = await serverOf();
afterEach(async () => {
  await server.setFaults([]);
  await server.clear();
});

/** Logs so many events and calls `process.exit(5)`. */
function exits(
  options: HecOptions,
  job: Partial<Job> = {},
  node: Parameters<typeof runToItsEnd>[1] = {},
): Promise<Ended> {
  return runToItsEnd({ clients: [options], events: 3, how: 'process.exit', ...job }, node);
}

const numbersIn = (events: readonly unknown[]): number[] => events.map((event) => (event as { i: number }).i);
const ascending = (numbers: number[]): number[] => numbers.toSorted((a, b) => a - b);

// One after the other: on a busy machine each of them needs its 3 s for itself.
describe('pitfall 1: a process that ends with events in memory', { timeout: 60_000 }, () => {
  it('by process.exit delivers all of them, and keeps its code', async () => {
    const { code, stderr, ledgers, imbalances } = await exits({ url: server.url }, { events: 2000 });
    expect({ code, stderr, imbalances }).toEqual({ code: 5, stderr: '', imbalances: [0] });
    expect(ledgers).toMatchObject([{ delivered: { taken: 2000, acked: 0 }, dropped: {}, deadLettered: 0 }]);
    expect(ascending(numbersIn(await arrived(server)))).toEqual(range(2000));
  });

  it('by an uncaught exception delivers all of them, and still prints its stack', async () => {
    const { code, stderr } = await exits({ url: server.url }, { how: 'throw' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/Error: nobody caught me\n +at .*ends-at-once/);
    expect(stderr).not.toContain('hec:');
    expect(numbersIn(await arrived(server))).toEqual(range(3));
  });

  it('delivers them to several destinations, of several clients, whatever one of them is like', async () => {
    const [one, two] = [server, await serverOf()];
    const { ledgers, imbalances, stderr } = await exits(
      { destinations: [{ url: one.url }, { url: two.url }, { url: NOWHERE }] },
      { clients: [{ destinations: [{ url: one.url }, { url: NOWHERE }] }, { url: two.url }] },
    );
    expect(imbalances).toEqual([0, 0]);
    expect(ledgers).toMatchObject([{ delivered: { taken: 3 }, dropped: { shutdown: 3 } }, { delivered: { taken: 3 } }]);
    expect(stderr).toContain('hec: 3 events not delivered when the process ended');
    expect(numbersIn(await arrived(one))).toEqual(range(3));
    expect(numbersIn(await arrived(two))).toEqual(range(3));
  });

  it('retries what the endpoint does not take at once', async () => {
    await server.setFaults([{ do: 'status', status: 503, code: 9, times: 2 }]);
    const { stderr } = await exits({ url: server.url, retry: { baseMs: 10 } });
    expect(stderr).toBe('');
    expect(numbersIn(await arrived(server))).toEqual(range(3));
  });

  it('sends again what was on its way, so that it may arrive twice', async () => {
    // The first request is never answered, though its events are taken.
    await server.setFaults([{ do: 'hang', take: true, nth: 1 }]);
    const { stderr, ledgers } = await exits({ url: server.url }, { first: 'on its way', flushMs: 1_000, events: 1 });
    expect(stderr).toBe('');
    expect(ledgers).toMatchObject([{ delivered: { taken: 2 } }]);
    const events = await arrived(server);
    expect(events.filter((event) => event === 'on its way')).toHaveLength(2);
    expect(numbersIn(events.filter((event) => event !== 'on its way'))).toEqual([0]);
  });

  it('isolates an event that is refused: dropped by name, and said', async () => {
    await server.setFaults([{ do: 'status', status: 400, code: 6, contains: '{"i":1}' }]);
    const { stderr, ledgers, imbalances } = await exits({ url: server.url });
    expect(stderr).toBe(
      'hec: 1 event refused by the endpoint when the process ended; set deadLetter to keep such events\n',
    );
    expect(imbalances).toEqual([0]);
    expect(ledgers).toMatchObject([{ delivered: { taken: 2 }, dropped: { refused: 1 } }]);
    expect(ascending(numbersIn(await arrived(server)))).toEqual([0, 2]);
  });

  it('says what each endpoint had to say to what is lost', async () => {
    const { stderr } = await exits({ destinations: [{ url: server.url, token: 'wrong' }, { url: NOWHERE }] });
    const [what, ...whys] = stderr.trim().split('; ');
    expect(what).toBe('hec: 6 events not delivered when the process ended');
    expect(whys.toSorted()).toEqual([NOBODY, `${server.url}: HTTP 403: Invalid token`]);
  });

  it('says the newest word of an endpoint, of those alone that took nothing', async () => {
    const busy = await serverOf({ faults: [{ do: 'status', status: 503, code: 9, times: 1 }, { do: 'hang' }] });
    const refusing = await serverOf({ faults: [{ do: 'status', status: 400, code: 6 }] });
    const { stderr } = await exits({ destinations: [{ url: busy.url }, { url: refusing.url }] });
    expect(stderr).toBe(
      `hec: 3 events not delivered when the process ended; ${busy.url}: HTTP 503: Server is busy\nhec: 3 events refused by the endpoint when the process ended; set deadLetter to keep such events\n`,
    );
  });

  it('keeps what is refused as a dead letter', async () => {
    const file = path.join(folder, 'dead.ndjson');
    await server.setFaults([{ do: 'status', status: 400, code: 6, contains: '{"i":1}' }]);
    const { stderr, ledgers } = await exits({ url: server.url, deadLetter: file });
    expect(stderr).toBe('');
    expect(ledgers).toMatchObject([{ delivered: { taken: 2 }, deadLettered: 1, dropped: {} }]);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ envelope: { event: { i: 1 } } });
  });

  it('waits for the acknowledgement of what it delivers', async () => {
    const { url } = await serverOf({ ack: { delayMs: 20 } });
    const { stderr, ledgers } = await exits({ url, ack: { enabled: true } });
    expect({ stderr, ledgers }).toMatchObject({ stderr: '', ledgers: [{ delivered: { acked: 3, taken: 0 } }] });
  });

  it('says what it could only get taken', async () => {
    const { url } = await serverOf({ ack: { delayMs: 600_000 } });
    const { stderr, ledgers } = await exits({ url, ack: { enabled: true }, shutdownTimeoutMs: 2_000 });
    expect(ledgers).toMatchObject([{ delivered: { acked: 0, taken: 3 }, dropped: {} }]);
    expect(stderr).toContain('hec: 3 events taken, but not acknowledged');
  });

  it.each(['flags', 'NODE_OPTIONS'] as const)('does so without the preloads and loaders of the %s', async (by) => {
    const hooks = 'data:text/javascript,export%20const%20resolve=(s,c,next)=>next(s,c)';
    // It would end the process, were it run in the thread.
    const preload = `data:text/javascript,import{register}from'node:module';import{isMainThread}from'node:worker_threads';isMainThread||process.kill(process.pid,'SIGKILL');register('${hooks}')`;
    const flags = ['--import', preload, '--use-system-ca'];
    const { code, stderr } = await exits({ url: server.url }, {}, by === 'flags' ? { flags } : { options: flags });
    expect({ code, stderr }).toEqual({ code: 5, stderr: '' });
    expect(numbersIn(await arrived(server))).toEqual(range(3));
  });
});

describe('the end of a process is held up', { timeout: 60_000 }, () => {
  it.concurrent('for about a second by a collector that cannot be reached', async () => {
    const { code, stderr, ledgers, imbalances, heldUpMs } = await exits({ url: NOWHERE });
    expect({ code, stderr, imbalances }).toEqual({
      code: 5,
      stderr: `hec: 3 events not delivered when the process ended; ${NOBODY}\n`,
      imbalances: [0],
    });
    expect(ledgers).toMatchObject([{ dropped: { shutdown: 3 }, held: { queued: 0, inFlight: 0 } }]);
    expect(heldUpMs).toBeLessThan(REFUSED_MS);
  });

  it.concurrent('for no longer than 3 s by one that hangs', async () => {
    const { url } = await serverOf({ faults: [{ do: 'hang' }] });
    const { stderr, imbalances, heldUpMs } = await exits({ url });
    expect(stderr).toBe(
      `hec: 3 events not delivered when the process ended; ${url}: no answer had come when the client was closed.\n`,
    );
    expect(imbalances).toEqual([0]);
    expect(heldUpMs).toBeGreaterThan(2_500);
    expect(heldUpMs).toBeLessThan(5_000);
  });

  it.concurrent('for no longer than shutdownTimeoutMs', async () => {
    const { url } = await serverOf({ faults: [{ do: 'hang' }] });
    const { stderr, heldUpMs } = await exits({ url, shutdownTimeoutMs: 300 });
    expect(stderr).toContain('hec: 3 events not delivered');
    expect(heldUpMs).toBeLessThan(2_500);
  });

  it.each<[string, HecOptions, Partial<Job>]>([
    ['shutdownTimeoutMs is 0', { shutdownTimeoutMs: 0 }, {}],
    ['shutdownTimeoutMs is less than a thread takes to begin', { shutdownTimeoutMs: 50 }, {}],
    ['the collector is known to be down', { url: NOWHERE }, { untilDown: true, first: 'x' }],
    ['nobody can say the token at once', {}, { tokenFunction: 'by and by' }],
    ['nothing is held', {}, { events: 0 }],
  ])('not at all when %s', async (_when, options, job) => {
    const { stderr, ledgers, imbalances, heldUpMs } = await exits({ url: server.url, ...options }, job);
    expect(heldUpMs).toBeLessThan(AT_ONCE_MS);
    expect(imbalances).toEqual([0]);
    const lost = job.events ?? 3 + (job.first === undefined ? 0 : 1);
    expect(ledgers[0]?.dropped.shutdown ?? 0).toBe(lost);
    expect(stderr.includes(`hec: ${lost} events not delivered when the process ended`)).toBe(lost > 0);
    expect(await arrived(server)).toEqual([]);
  });

  it('not at all when a spool has them', async () => {
    const dir = path.join(folder, 'spool');
    const { stderr, ledgers, heldUpMs } = await exits({ url: server.url, spool: dir });
    expect({ stderr, ledgers }).toMatchObject({ stderr: '', ledgers: [{ held: { spooled: 3 }, dropped: {} }] });
    expect(heldUpMs).toBeLessThan(AT_ONCE_MS);
    expect(await arrived(server)).toEqual([]);
    let left = 0;
    for await (const { batch } of inspectSpool(dir, { bytes: 1_000_000, events: 1000 })) left += batch?.events ?? 0;
    expect(left).toBe(3);
  });

  it.concurrent('not when it was put off already, for a flush that came to nothing', async () => {
    const { url } = await serverOf({ faults: [{ do: 'status', status: 503, code: 9 }] });
    const options = { url, shutdownTimeoutMs: 1_500 };
    const { code, stderr, heldUpMs } = await exits(options, { how: 'nothing else to do' });
    expect(code).toBe(0);
    expect(stderr).toContain('hec: 3 events not delivered');
    expect(heldUpMs).toBeLessThan(AT_ONCE_MS);
  });

  it.concurrent('not by a request that has been waited for', async () => {
    const { url } = await serverOf({ faults: [{ do: 'hang' }] });
    const options = { url, shutdownTimeoutMs: 1_500 };
    const { stderr, heldUpMs } = await exits(options, { first: 'hangs', flushMs: 1_600 });
    expect(stderr).toContain('hec: 4 events not delivered');
    expect(heldUpMs).toBeLessThan(AT_ONCE_MS);
  });
});

describe('a token that a function gives', { timeout: 60_000 }, () => {
  it('is asked for once more when it comes at once', async () => {
    expect((await exits({ url: server.url }, { tokenFunction: 'at once' })).stderr).toBe('');
    expect(numbersIn(await arrived(server))).toEqual(range(3));
  });

  it('is the last one it gave when it comes by and by', async () => {
    const { stderr } = await exits({ url: server.url }, { tokenFunction: 'by and by', first: 'asks for it' });
    expect(stderr).toBe('');
    expect(await arrived(server)).toEqual(['asks for it', { i: 0 }, { i: 1 }, { i: 2 }]);
  });
});

describe('a client that cannot be ended properly', { timeout: 60_000 }, () => {
  it('costs what it holds itself, not what others do', async () => {
    const { code, stderr } = await exits({ url: server.url }, { brittle: { url: server.url } });
    expect(code).toBe(5);
    expect(stderr).toBe(
      'hec: 3 events not delivered when the process ended; await close() or flush() before it does\n',
    );
    expect(numbersIn(await arrived(server))).toEqual(range(3));
  });
});
