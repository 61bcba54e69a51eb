import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { afterAll, describe, expect, it } from 'vitest';
import { audit } from './audit.ts';
import { drain, startClient } from './client.ts';
import { startLoad } from './load.ts';
import { idsOf, startEndpoint, startProgram } from './process.ts';

/** Where `collector.test` leads: what a name server would say. */
let address = '127.0.0.1';
const { lookup } = dns;
Object.assign(dns, {
  lookup: (name: string, options: dns.LookupAllOptions, done: (...found: unknown[]) => void) =>
    name === 'collector.test'
      ? setImmediate(() => done(null, [{ address, family: 4 }]))
      : Reflect.apply(lookup, dns, [name, options, done]),
});
syncBuiltinESMExports();
afterAll(() => {
  Object.assign(dns, { lookup });
  syncBuiltinESMExports();
});

describe('a change of DNS', () => {
  it('is followed when the old address dies under load', async () => {
    const old = await startEndpoint();
    const endpoint = await startEndpoint({ host: '127.0.0.2', port: old.port });
    const url = `http://collector.test:${old.port}`;
    const { hec } = startClient({ url, allowInsecureHttp: true });
    const load = startLoad(hec);
    await old.took(100);
    address = '127.0.0.2';
    const arrived = [await old.crash()];
    await endpoint.took(100);
    const logged = load.stop();
    await drain(hec);
    const { duplicates } = audit(hec, logged, [...arrived, ...(await idsOf([endpoint]))]);
    expect(duplicates, 'of the request it was killed over').toBeGreaterThan(0);
  });
});

describe('a balancer that pins connections', () => {
  it('spreads a client over endpoints that came later, as its connections age; without age it never would', async () => {
    const [balancer, first, second] = await Promise.all([startProgram('balancer'), startEndpoint(), startEndpoint()]);
    await balancer.order('backends', [first.url]);
    const request = { concurrency: 1 };
    const ages = startClient({ url: balancer.url, request: { ...request, maxConnectionAgeMs: 1000 } });
    const pinned = startClient({ url: balancer.url, request: { ...request, maxConnectionAgeMs: 0 }, index: 'pinned' });
    const loads = [startLoad(ages.hec), startLoad(pinned.hec)] as const;
    await first.took(100);
    await balancer.order('backends', [second.url, first.url]);
    await second.took(100);
    const [aged, stayed] = loads.map((load) => load.stop()) as [number, number];
    await Promise.all([drain(ages.hec), drain(pinned.hec)]);
    const exactly = { duplicates: 0, ambiguous: 0 };
    expect(audit(ages.hec, aged, [await first.ids(), await second.ids()])).toEqual(exactly);
    expect(audit(pinned.hec, stayed, [await first.ids('pinned')])).toEqual(exactly);
    expect(await second.ids('pinned')).toEqual([]);
  });
});
