import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout } from 'node:timers';
import { setTimeout as pause } from 'node:timers/promises';
import { resetSocket } from './collector/http.ts';
import type { Toxic } from './plan/toxics.ts';

/** A TCP proxy: what a client takes for the collector. It knows bytes, not HTTP. */
export interface Front {
  readonly port: number;
  /** Toxics that have struck. */
  readonly struck: readonly Toxic['do'][];
  /** Stops listening for a while; connections there are go on. */
  refuse(ms: number): void;
  /** Resets every connection and is away for a while, then listens on the same port again. */
  restart(ms: number): void;
  /** Leads to another collector from now on. */
  swap(port: number): void;
  close(): Promise<void>;
}

/** Below the ports that systems give out by themselves: nobody else takes one while its owner is away for a moment. */
const PORTS = { from: 20_000, to: 32_000 };
let nextPort = PORTS.from + Math.floor(Math.random() * (PORTS.to - PORTS.from));

export async function openFront(target: number, toxics: readonly Toxic[]): Promise<Front> {
  const ends = new AbortController();
  const pending = [...toxics];
  const struck: Toxic['do'][] = [];
  const pairs = new Set<readonly [Socket, Socket]>();
  const passed = { up: 0, down: 0 };
  let upstream = target;
  let server: Server;
  let away: Promise<unknown> = Promise.resolve();

  const due = (way: 'up' | 'down'): Toxic | undefined => {
    const nth = ++passed[way];
    const at = pending.findIndex((toxic) => toxic.at <= nth && wayOf(toxic) === way);
    const [toxic] = at === -1 ? [] : pending.splice(at, 1);
    if (toxic !== undefined) struck.push(toxic.do);
    return toxic;
  };

  const serve = (client: Socket): void => {
    const collector = connect(upstream, '127.0.0.1');
    const pair = [client, collector] as const;
    pairs.add(pair);
    const reset = (): void => {
      resetSocket(client);
      resetSocket(collector);
    };
    for (const [socket, other] of [pair, [collector, client] as const]) {
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        pairs.delete(pair);
        other.destroy();
      });
      socket.on('end', () => other.end());
    }
    client.on('data', (chunk: Buffer) => {
      const toxic = due('up');
      if (toxic?.do === 'reset-up') {
        collector.write(chunk.subarray(0, chunk.byteLength / 2), reset);
        return;
      }
      if (toxic?.do === 'stall') {
        client.removeAllListeners('data').resume();
        collector.removeAllListeners('data').resume();
        return;
      }
      if (toxic?.do === 'slow-read') {
        client.pause();
        setTimeout(() => client.resume(), toxic.ms);
      }
      collector.write(chunk);
    });
    collector.on('data', (chunk: Buffer) => {
      const toxic = due('down');
      if (toxic?.do === 'reset-down') reset();
      else if (toxic?.do === 'end-down') client.end(chunk.subarray(0, chunk.byteLength / 2));
      else if (toxic?.do === 'trickle') for (const byte of chunk) client.write(Buffer.of(byte));
      else client.write(chunk);
    });
  };

  const listen = async (port: number): Promise<Server> => {
    const one = createServer({ noDelay: true }, serve);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    one.once('error', reject).listen(port, '127.0.0.1', resolve);
    await promise;
    return one;
  };

  const comeBack = async (ms: number): Promise<void> => {
    await pause(ms);
    // Nobody else should have the port, but should they, it is theirs for a moment only.
    while (!server.listening && !ends.signal.aborted) {
      try {
        server = await listen(front.port);
      } catch {
        await pause(5);
      }
    }
  };

  const leave = (ms: number): void => {
    server.close();
    away = Promise.all([away, comeBack(ms)]);
  };

  const resetAll = (): void => {
    for (const [client, collector] of pairs) {
      resetSocket(client);
      resetSocket(collector);
    }
  };

  const free = async (): Promise<number> => {
    for (;;) {
      const port = nextPort++;
      if (nextPort > PORTS.to) nextPort = PORTS.from;
      try {
        server = await listen(port);
        return port;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      }
    }
  };

  const front: Front = {
    port: await free(),
    struck,
    refuse: leave,
    restart(ms) {
      leave(ms);
      resetAll();
    },
    swap(port) {
      upstream = port;
      resetAll();
    },
    async close() {
      ends.abort();
      await away;
      resetAll();
      const { promise, resolve } = Promise.withResolvers<void>();
      server.close(() => resolve());
      await promise;
    },
  };
  return front;
}

function wayOf(toxic: Toxic): 'up' | 'down' {
  return toxic.do === 'reset-down' || toxic.do === 'end-down' || toxic.do === 'trickle' ? 'down' : 'up';
}
