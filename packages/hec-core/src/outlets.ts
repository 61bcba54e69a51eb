import type { Dialect } from './dialect/types.ts';
import { createEndpoint } from './endpoint/endpoint.ts';
import { createGate } from './gate.ts';
import type { DestinationSettings } from './options/types.ts';
import { createOutlet, type Outlet } from './outlet.ts';
import type { Runtime } from './runtime.ts';

/** The endpoints of one destination, which may be exchanged while it runs. */
export interface Outlets {
  /** Those that are sent to: the same array always. */
  readonly current: readonly Outlet[];
  pause(): void;
  resume(): void;
  /**
   * Makes other endpoints, or the same ones in another way. When what it returns is called they take the place of those
   * before; what is under way with these ends there.
   *
   * @throws HecError when a certificate cannot be read or a proxy is none.
   */
  replacement(settings: DestinationSettings): () => void;
  /** Ends all connections, those of former endpoints too. */
  close(): Promise<void>;
}

export interface OutletsParts {
  readonly dialect: Dialect;
  readonly runtime: Runtime;
  readonly onWarning: (code: string, message: string) => void;
  readonly runInContext: (<T>(run: () => T) => T) | undefined;
  /** Whether something is still to come of an endpoint: acknowledgements of what it has taken. */
  readonly awaited: (outlet: Outlet) => boolean;
  /** An endpoint is gone for good. */
  readonly gone: (outlet: Outlet) => void;
}

export function createOutlets(settings: DestinationSettings, parts: OutletsParts): Outlets {
  const { runtime, runInContext } = parts;
  /** Not sent to any more, but with something under way or to come. */
  const former = new Set<Outlet>();
  let made = 0;
  let paused = false;

  const open = (now: DestinationSettings): Outlet[] =>
    now.urls.map((url) => {
      const endpoint = createEndpoint({
        url,
        settings: now,
        dialect: parts.dialect,
        runtime,
        onWarning: parts.onWarning,
        ...(runInContext === undefined ? {} : { runInContext }),
      });
      const gate = createGate(now.retry, now.request.concurrency, runtime);
      return createOutlet(endpoint, gate, `${endpoint.origin} ${made++}`);
    });

  /** Idle connections end by themselves within a minute; the rest of an endpoint goes with the next exchange. */
  const sweep = (): void => {
    for (const outlet of former) {
      if (outlet.inFlight > 0 || parts.awaited(outlet)) continue;
      former.delete(outlet);
      parts.gone(outlet);
      void outlet.endpoint.close(0);
    }
  };

  const current = open(settings);
  return {
    current,
    pause() {
      paused = true;
      for (const { gate } of current) gate.pause();
    },
    resume() {
      paused = false;
      for (const { gate } of current) gate.resume();
    },
    replacement(next) {
      const fresh = open(next);
      return () => {
        for (const { gate } of fresh) if (paused) gate.pause();
        for (const outlet of current.splice(0, current.length, ...fresh)) former.add(outlet);
        sweep();
      };
    },
    async close() {
      await Promise.all([...current, ...former].map(({ endpoint }) => endpoint.close(0)));
    },
  };
}
