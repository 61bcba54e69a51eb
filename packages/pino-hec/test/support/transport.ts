import { once } from 'node:events';
import { type HecServer, startHecServer } from 'hec-server';
import pino from 'pino';
import { type Control, control, type HecTransportEvents, type PinoHecOptions } from '../../src/index.ts';

export const TOKEN = 'pino-token';

type Transport = ReturnType<typeof pino.transport> & { readonly closed?: boolean };

/** A collector, and a pino transport in its worker thread that sends to it. */
export interface Rig extends AsyncDisposable {
  readonly server: HecServer;
  readonly transport: Transport;
  readonly control: Control;
  /** Payloads of the events of one name so far. */
  seen<K extends keyof HecTransportEvents>(name: K): HecTransportEvents[K][0][];
  /** Everything that came as `error`: nothing, ever. */
  readonly errors: readonly Error[];
}

const NAMES = [
  'hec:stats',
  'hec:warning',
  'hec:drop',
  'hec:deadletter',
  'hec:recovered',
  'hec:drained',
  'hec:flushed',
] as const satisfies readonly (keyof HecTransportEvents)[];

export interface RigOptions {
  readonly server?: Parameters<typeof startHecServer>[0];
  readonly options?: PinoHecOptions;
  /** Replaces `target` and `options`: for several targets, pipelines and the like. */
  readonly transport?: (url: string) => Parameters<typeof pino.transport>[0];
}

export async function rig(given: RigOptions = {}): Promise<Rig> {
  const server = await startHecServer({ token: TOKEN, ...given.server });
  const transport: Transport = pino.transport(
    given.transport?.(server.url) ?? {
      target: 'pino-hec',
      options: { url: server.url, token: TOKEN, batch: { lingerMs: 0 }, ...given.options },
    },
  );
  const seen: { name: string; payload: unknown }[] = [];
  for (const name of NAMES) transport.on(name, (payload: unknown) => seen.push({ name, payload }));
  const errors: Error[] = [];
  transport.on('error', (error: Error) => errors.push(error));
  return {
    server,
    transport,
    control: control(transport),
    seen: <K extends keyof HecTransportEvents>(name: K) =>
      seen.filter((one) => one.name === name).map((one) => one.payload as HecTransportEvents[K][0]),
    errors,
    async [Symbol.asyncDispose]() {
      if (transport.closed !== true) {
        const closed = once(transport, 'close');
        transport.end();
        await closed;
      }
      await server.close();
    },
  };
}
