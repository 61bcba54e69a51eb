import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { startHecServer } from 'hec-server';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';

/** Jobs of one kind that occupy a thread of libuv's pool. */
const jobs = { zlib: { now: 0, most: 0, ever: 0 }, dns: { now: 0, most: 0, ever: 0 } };
type Callback = (...results: unknown[]) => void;
type Job = (...args: unknown[]) => unknown;

/** Counts how many run at once; what is called back comes when the thread is free again. */
function counted(kind: keyof typeof jobs, run: Job): Job {
  return (...args) => {
    const done = args.pop() as Callback;
    const count = jobs[kind];
    count.ever++;
    count.most = Math.max(count.most, ++count.now);
    return run(...args, (...results: unknown[]) => {
      count.now--;
      done(...results);
    });
  };
}

const real = { write: zlib.Gzip.prototype.write, lookup: dns.lookup };
// Each write compresses one body.
zlib.Gzip.prototype.write = function (this: zlib.Gzip, ...args: unknown[]) {
  return counted('zlib', real.write.bind(this) as Job)(...args) as boolean;
};
/** What a name stands for; a test changes it, as DNS does. */
const addresses = new Map<string, string>();
const named: Job = (name, options, done) => {
  const address = addresses.get(name as string);
  if (name === 'hangs.test') return undefined;
  if (address === undefined) return (real.lookup as Job)(name, options, done);
  const { all } = options as { all?: boolean };
  return setImmediate(() =>
    all === true ? (done as Callback)(null, [{ address, family: 4 }]) : (done as Callback)(null, address, 4),
  );
};
Object.assign(dns, { lookup: counted('dns', named) });
syncBuiltinESMExports();
afterAll(() => {
  zlib.Gzip.prototype.write = real.write;
  Object.assign(dns, { lookup: real.lookup });
  syncBuiltinESMExports();
});

// After the patches: what they import is what they use.
const { createHecClient } = await import('../src/index.ts');

async function server(port = 0, host = '127.0.0.1') {
  const started = await startHecServer({ token: 'T', port, host });
  onTestFinished(() => started.close());
  return started;
}

function client(options: object) {
  const hec = createHecClient({ token: 'T', allowInsecureHttp: true, proxy: 'none', ...options }, { env: {} });
  onTestFinished(async () => void (await hec.close({ timeoutMs: 0 })));
  return hec;
}

describe("the application's thread pool", () => {
  it('has one job of compression in it at a time, however many clients and destinations there are', async () => {
    const one = await server();
    const options = { url: one.url, batch: { maxEvents: 20 }, destinations: [{ name: 'a' }, { name: 'b' }] };
    const clients = [client(options), client(options), client(options)];
    for (let i = 0; i < 400; i++) for (const hec of clients) hec.send({ i, pad: 'x'.repeat(500) });
    const results = await Promise.all(clients.map((hec) => hec.flush()));
    expect(results.map(({ delivered }) => delivered)).toEqual([800, 800, 800]);
    expect(jobs.zlib.ever).toBeGreaterThanOrEqual(120);
    expect(jobs.zlib.most).toBe(1);
  });

  it('has one look-up of a name in it at a time, and connections that want the same name share it', async () => {
    const one = await server();
    const { port } = new URL(one.url);
    for (const name of ['a.test', 'b.test', 'c.test']) addresses.set(name, '127.0.0.1');
    const before = jobs.dns.ever;
    const clients = ['a.test', 'b.test', 'c.test', 'a.test'].map((name) =>
      client({ url: `http://${name}:${port}`, batch: { maxEvents: 1 }, request: { concurrency: 4 } }),
    );
    for (let i = 0; i < 4; i++) for (const hec of clients) hec.send(i);
    await Promise.all(clients.map((hec) => hec.flush()));
    expect((await one.events()).length).toBe(16);
    expect(jobs.dns.most).toBe(1);
    expect(jobs.dns.ever - before).toBeLessThan(16);
  });
});

describe('a name server that is silent about one name', () => {
  it('does not keep events from the destination whose name is known', async () => {
    const one = await server();
    const { port } = new URL(one.url);
    addresses.set('good.test', '127.0.0.1');
    const hec = client({
      batch: { lingerMs: 0 },
      destinations: [
        { name: 'dead', url: `http://hangs.test:${port}` },
        { name: 'good', url: `http://good.test:${port}` },
      ],
    });
    hec.send('x');
    expect((await one.waitForEvents(1)).map(({ event }) => event)).toEqual(['x']);
    const inFlight = (): number[] => hec.stats().destinations.map(({ ledger }) => ledger.held.inFlight);
    await expect.poll(inFlight).toEqual([1, 0]);
  });
});

describe('a change of DNS', () => {
  it('is seen by the next connection: events go where the name leads now, each once', async () => {
    const before = await server();
    const { port } = new URL(before.url);
    const after = await server(Number(port), '127.0.0.2');
    addresses.set('moves.test', '127.0.0.1');
    const hec = client({
      url: `http://moves.test:${port}`,
      request: { maxConnectionAgeMs: 1000 },
      batch: { lingerMs: 0 },
    });
    hec.send(0);
    await hec.flush();
    addresses.set('moves.test', '127.0.0.2');
    // Nothing fails: the old address still answers, and yet its connections are left when their time has come.
    let sent = 1;
    while ((await after.stats()).events === 0) {
      hec.send(sent++);
      await hec.flush();
    }
    const events = [...(await before.events()), ...(await after.events())].map(({ event }) => event);
    expect(events).toEqual(Array.from({ length: sent }, (_, i) => i));
    expect(hec.stats().ledger).toMatchObject({ delivered: { taken: sent }, dropped: {} });
    expect(hec.stats().destinations[0]?.requests.failed).toBe(0);
  });
});

describe('compression in turn', () => {
  it('goes on after a job that failed', async () => {
    const { createTurns } = await import('../src/turns.ts');
    const inTurn = createTurns();
    const failed = inTurn(() => Promise.reject(new Error('no memory')));
    const next = inTurn(() => promisify(zlib.gzip)('x'));
    await expect(failed).rejects.toThrow('no memory');
    expect((await next).byteLength).toBeGreaterThan(0);
  });
});
