// The collector of the benchmarks: takes any POST, keeps the body, and says at the end what was in it.
import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { gunzipSync } from 'node:zlib';
import { jobOf } from '../program.ts';
import { type Fault, MOST, type Progress, type Received, type SinkAsked, type SinkJob, type Temper } from '../sink.ts';

interface Body {
  readonly chunks: readonly Buffer[];
  readonly gzip: boolean;
  readonly at: bigint;
}

/** The number of an event, and where it has one the time of the log call in us of the monotonic clock. */
const MARK = /#(\d+)(?:@(\d+))?#/g;
const SUCCESS = '{"text":"Success","code":0}';
const BUSY = '{"text":"Server is busy","code":9}';
/** Of Elasticsearch's bulk API, whose client looks for this header and for a result of every action. */
const ELASTIC = { 'content-type': 'application/json', 'x-elastic-product': 'Elasticsearch' };

let bodies: Body[] = [];
let busy = false;

function takeIn(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    if (busy) answerBusy(response);
    else if (temper === undefined) take();
    else inTurn(temper, take, () => answerBusy(response));
  });
  const take = (): void => {
    const at = process.hrtime.bigint();
    // Clients that ask first whether anybody is there send nothing with it.
    if (chunks.length > 0) {
      bodies.push({ chunks, gzip: request.headers['content-encoding'] === 'gzip', at });
    }
    if (request.url?.endsWith('/_bulk') === true) response.writeHead(200, ELASTIC).end(bulkAnswer(chunks));
    else response.writeHead(200, { 'content-type': 'application/json', 'content-length': SUCCESS.length }).end(SUCCESS);
  };
}

function answerBusy(response: ServerResponse): void {
  response.writeHead(503, { 'content-type': 'application/json' }).end(BUSY);
}

let working = 0;
const waiting: (() => void)[] = [];

function inTurn(its: Temper, take: () => void, refuse: () => void): void {
  const work = (): void => {
    working++;
    setTimeout(() => {
      working--;
      take();
      waiting.shift()?.();
    }, its.latencyMs);
  };
  if (working < its.atOnce) work();
  else if (its.others === 'busy') refuse();
  else waiting.push(work);
}

function bulkAnswer(chunks: readonly Buffer[]): string {
  const actions = Buffer.concat(chunks).toString('latin1').split('\n').length >> 1;
  const item = { index: { _index: 'bench', _id: '1', status: 201 } };
  return JSON.stringify({ took: 1, errors: false, items: Array.from({ length: actions }, () => item) });
}

function createSink(): Server {
  const server = createServer(takeIn);
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  return server;
}

const { addresses = 1, temper } = jobOf() as SinkJob;
const servers = Array.from({ length: addresses }, createSink);
const ports: number[] = [];
for (const server of servers) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ports.push((server.address() as AddressInfo).port);
}
process.send?.({ ports });

/** `down`: nobody listens, and connections are cut; `busy`: every request is answered with 503. */
function fail(how: Fault): void {
  busy = how === 'busy';
  for (const [at, server] of servers.entries()) {
    if (how === 'down') {
      server.close();
      server.closeAllConnections();
    } else if (!server.listening) server.listen(ports[at], '127.0.0.1');
  }
}

function inspect(expected: number): Received {
  const seen = new Uint8Array(expected);
  const latencies: number[] = [];
  const arrivals: { readonly at: bigint; readonly unique: number }[] = [];
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
    arrivals.push({ at, unique });
  }
  const mostAt = arrivals.find((one) => one.unique >= unique * MOST)?.at ?? 0n;
  const requests = bodies.length;
  bodies = [];
  latencies.sort((a, b) => a - b);
  return {
    unique,
    lost: expected - unique,
    doubled,
    requests,
    wireBytes,
    bytes,
    mostAtUs: String(mostAt / 1000n),
    latencies,
  };
}

process.on('message', (asked: SinkAsked) => {
  if ('expected' in asked) process.send?.(inspect(asked.expected));
  else if ('fault' in asked) process.send?.(fail(asked.fault) ?? {});
  else {
    const bytes = bodies.reduce((sum, { chunks }) => sum + chunks.reduce((all, one) => all + one.byteLength, 0), 0);
    process.send?.({ requests: bodies.length, bytes } satisfies Progress);
  }
});
process.on('disconnect', () => process.exit(0));
