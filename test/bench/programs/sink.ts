// The collector of the benchmarks: takes any POST, keeps the body, and says at the end what was in it.
import { Buffer } from 'node:buffer';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { gunzipSync } from 'node:zlib';
import type { Received } from '../sink.ts';

interface Body {
  readonly chunks: readonly Buffer[];
  readonly gzip: boolean;
  readonly at: bigint;
}

/** The number of an event, and where it has one the time of the log call in us of the monotonic clock. */
const MARK = /#(\d+)(?:@(\d+))?#/g;
const SUCCESS = '{"text":"Success","code":0}';

let bodies: Body[] = [];

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    bodies.push({ chunks, gzip: request.headers['content-encoding'] === 'gzip', at: process.hrtime.bigint() });
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': SUCCESS.length }).end(SUCCESS);
  });
});
server.keepAliveTimeout = 0;
server.requestTimeout = 0;
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));

function inspect(expected: number): Received {
  const seen = new Uint8Array(expected);
  const latencies: number[] = [];
  let doubled = 0;
  let unique = 0;
  let bytes = 0;
  let wireBytes = 0;
  for (const { chunks, gzip, at } of bodies) {
    const wire = Buffer.concat(chunks);
    const body = gzip ? gunzipSync(wire) : wire;
    wireBytes += wire.byteLength;
    bytes += body.byteLength;
    for (const [, number, time] of body.toString('latin1').matchAll(MARK)) {
      const n = Number(number);
      if (n >= expected || seen[n] !== 0) doubled++;
      else {
        seen[n] = 1;
        unique++;
      }
      if (time !== undefined) latencies.push(Number(at / 1000n - BigInt(time)) / 1000);
    }
  }
  const requests = bodies.length;
  bodies = [];
  latencies.sort((a, b) => a - b);
  return { unique, lost: expected - unique, doubled, requests, wireBytes, bytes, latencies };
}

process.on('message', ({ expected }: { expected: number }) => void process.send?.(inspect(expected)));
process.on('disconnect', () => process.exit(0));
