import { type HecServer, type HecServerOptions, startHecServer } from 'hec-server';
import { onTestFinished } from 'vitest';
import { createHecClient } from '../../src/client.ts';
import type { HecOptions } from '../../src/options/types.ts';
import { nodeRuntime, type Runtime } from '../../src/runtime.ts';
import type { HecClient } from '../../src/types.ts';

export interface Scene {
  readonly server: HecServer;
  readonly hec: HecClient;
  readonly warnings: { code: string; message: string }[];
  /** Resolves with the first warning of this code. */
  warned(code: string): Promise<string>;
}

/** Retries in milliseconds rather than seconds; otherwise what a user gets. */
const QUICK: HecOptions = {
  retry: { baseMs: 5, capMs: 20 },
  batch: { lingerMs: 10 },
};

/** A real server in its own thread and a client of it; both end with the test. */
export async function scene(options: HecOptions = {}, serverOptions: HecServerOptions = {}): Promise<Scene> {
  const server = await startHecServer({ token: 'T', ...serverOptions });
  onTestFinished(() => server.close());
  return { server, ...clientOf(server.url, options) };
}

/**
 * A client of a server that is there already, or was: another life of the same application.
 * @param url undefined where the options say where to
 * @param runtime by default the real one
 */
export function clientOf(
  url: string | undefined,
  options: HecOptions = {},
  runtime: Runtime = nodeRuntime,
): Omit<Scene, 'server'> {
  const warnings: Scene['warnings'] = [];
  const listeners = new Map<string, (message: string) => void>();
  const hec = createHecClient(
    { ...(url === undefined ? {} : { url }), token: 'T', proxy: 'none', ...QUICK, ...options },
    {
      env: {},
      runtime,
      onWarning(warning) {
        warnings.push(warning);
        listeners.get(warning.code)?.(warning.message);
      },
    },
  );
  onTestFinished(async () => {
    await hec.close({ timeoutMs: 0 });
  });
  return {
    hec,
    warnings,
    warned(code) {
      const said = warnings.find((warning) => warning.code === code);
      if (said !== undefined) return Promise.resolve(said.message);
      return new Promise((resolve) => {
        listeners.set(code, resolve);
      });
    },
  };
}

/** What the server took, in order, without the client's own gap records. */
export async function arrived(server: HecServer): Promise<unknown[]> {
  const events = await server.events();
  return events.filter(({ sourcetype }) => sourcetype !== 'hec:gap').map(({ event }) => event);
}

export function range(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at);
}
