import { describe, expect, it } from 'vitest';
import { createAuthority, createIdentity } from '../../packages/hec-core/test/endpoint/support/certificates.ts';
import { audit } from './audit.ts';
import { drain, startClient } from './client.ts';
import { startLoad } from './load.ts';
import { idsOf, startEndpoint, startProgram } from './process.ts';

describe('three endpoints that are restarted one after the other', () => {
  it('cost no event under load, and no duplicate that was not announced', async () => {
    const endpoints = await Promise.all([startEndpoint(), startEndpoint(), startEndpoint()]);
    const { hec } = startClient({ urls: endpoints.map(({ url }) => url) });
    const load = startLoad(hec);
    const arrived: unknown[][] = [];
    for (const [at, endpoint] of endpoints.entries()) {
      const others = endpoints.filter((one) => one !== endpoint);

      await Promise.all(endpoints.map((one) => one.took(20)));

      arrived.push(await endpoint.crash());

      const [successor] = await Promise.all([
        startEndpoint({ port: endpoint.port }),
        ...others.map((one) => one.took(20)),
      ]);

      endpoints[at] = successor;
      await successor.took(20);
    }
    const logged = load.stop();
    await drain(hec);

    const { duplicates } = audit(hec, logged, [...arrived, ...(await idsOf(endpoints))]);
    // Each of them was killed over a request that it had taken: were there none, they would not have been counted.
    expect(duplicates).toBeGreaterThanOrEqual(3);
    expect(hec.status()).toMatchObject([{ state: 'connected' }]);
  });
});

describe('a proxy that dies', () => {
  it('holds events up until it is there again, and costs none', async () => {
    const authority = await createAuthority();
    const { cert, key } = await createIdentity({ by: authority, names: ['127.0.0.1'] });
    const [endpoint, proxy] = await Promise.all([startEndpoint({ tls: { cert, key } }), startProgram('proxy')]);
    const { hec, warned } = startClient({ url: endpoint.url, tls: { ca: authority.cert }, proxy: proxy.url });
    const load = startLoad(hec);
    await endpoint.took(100);
    await proxy.kill();
    expect(await warned('endpoint-failing')).toContain(proxy.url);
    expect(hec.status()).toMatchObject([{ state: 'disconnected' }]);
    const successor = await startProgram('proxy', new URL(proxy.url).port);
    await endpoint.took(100);
    const logged = load.stop();
    await drain(hec);
    audit(hec, logged, await idsOf([endpoint]));
    expect(await successor.order('tunnels')).toBeGreaterThan(0);
  });
});
