import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { SUCCESS, startCollector } from './support/collector.ts';
import { endpointAt, TOKEN } from './support/endpoint.ts';

describe('an answer', () => {
  it('is given as it is, whatever its status, header names in lower case', async () => {
    const { url } = await startCollector((_, __, response) => {
      response.writeHead(503, { 'Retry-After': '7', 'X-Two': ['a', 'b'] }).end('<html>Bad</html>');
    });
    const { status, headers, body } = await endpointAt(url).posted();
    expect({ status, body }).toEqual({ status: 503, body: '<html>Bad</html>' });
    expect(headers).toMatchObject({ 'retry-after': '7', 'x-two': ['a', 'b'] });
  });

  it('may come in chunks that cut its letters apart', async () => {
    const { url } = await startCollector((_, __, response) => {
      const bytes = Buffer.from('{"text":"héllö"}');
      response.write(bytes.subarray(0, 10));
      setImmediate(() => response.end(bytes.subarray(10)));
    });
    expect((await endpointAt(url).posted()).body).toBe('{"text":"héllö"}');
  });

  it('may be empty, a redirect that is not followed, or come after an informational one', async () => {
    const answers = [
      (response: ServerResponse) => response.writeHead(204).end(),
      (response: ServerResponse) => response.writeHead(302, { location: '/login' }).end(),
      (response: ServerResponse) => {
        response.writeProcessing();
        response.end(SUCCESS);
      },
    ];
    const { url, requests } = await startCollector((_, __, response) => {
      answers.shift()?.(response);
    });
    const endpoint = endpointAt(url);
    expect(await endpoint.posted()).toMatchObject({ status: 204, body: '' });
    expect(await endpoint.posted()).toMatchObject({ status: 302, body: '' });
    expect(await endpoint.posted()).toMatchObject({ status: 200, body: SUCCESS });
    expect(requests).toHaveLength(3);
  });

  it('is kept to 64 KiB and read to its end, so that the connection serves the next request', async () => {
    const { url, requests } = await startCollector((_, __, response) => response.end('x'.repeat(500_000)));
    const endpoint = endpointAt(url);
    expect((await endpoint.posted()).body).toBe('x'.repeat(65_536));
    expect((await endpoint.posted()).status).toBe(200);
    expect(requests[1]?.port).toBe(requests[0]?.port);
  });

  it('without end is cut off after a megabyte, and counts', async () => {
    const { url } = await startCollector((_, __, response) => {
      const block = Buffer.alloc(65_536, 'x');
      const pour = (): void => {
        while (!response.destroyed && response.write(block));
        if (!response.destroyed) response.once('drain', pour);
      };
      response.writeHead(502);
      pour();
    });
    const { status, body } = await endpointAt(url).posted();
    expect({ status, length: body.length }).toEqual({ status: 502, length: 65_536 });
  });

  it('that echoes the credential is given without it', async () => {
    const { url } = await startCollector(({ headers }, __, response) =>
      response.writeHead(400).end(JSON.stringify({ text: 'bad request', headers })),
    );
    const { body } = await endpointAt(url).posted();
    expect(body).toContain('"authorization":"Splunk [redacted]"');
    expect(body).not.toContain(TOKEN);
  });

  it('ties later requests to the same place by its cookies, and a change of place is seen (A12)', async () => {
    const cookies = ['hec=one; Path=/', 'hec=one; Path=/', 'hec=two; Path=/', 'hec=; Max-Age=0'];
    const { url, requests } = await startCollector((_, __, response) => {
      const cookie = cookies.shift();
      if (cookie !== undefined) response.setHeader('set-cookie', cookie);
      response.end(SUCCESS);
    });
    const endpoint = endpointAt(url, { headers: { cookie: 'mine=1' } });
    const seen: number[] = [endpoint.affinity];
    for (let i = 0; i < 5; i++) {
      await endpoint.post();
      seen.push(endpoint.affinity);
    }
    expect(seen).toEqual([0, 1, 1, 2, 3, 3]);
    expect(requests.map(({ headers }) => headers.cookie)).toEqual([
      'mine=1',
      'mine=1; hec=one',
      'mine=1; hec=one',
      'mine=1; hec=two',
      'mine=1',
    ]);
  });
});
