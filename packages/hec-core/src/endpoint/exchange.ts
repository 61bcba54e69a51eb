import type { Dispatcher } from 'undici';
import type { HecResponse } from '../dialect/types.ts';
import type { Connection, Handler } from './pool.ts';

/** How far a request had come. */
export type Progress = 'waiting' | 'sent' | 'answering';

/** How a request ended. */
export type Ending =
  | { readonly response: HecResponse; readonly error?: undefined }
  | {
      readonly error: unknown;
      readonly response?: undefined;
      readonly progress: Progress;
      /** Whether the connection had served a request before. */
      readonly reused: boolean;
    };

/** One request on its way: what undici is given, what can be done to it, and what becomes of it. */
export interface Exchange {
  readonly handler: Handler;
  /** Gives up. What is known by then decides: an answer whose status says it all counts, whatever of its body came. */
  giveUp(reason: Error): void;
  readonly ended: Promise<Ending>;
}

/** HEC replies are a line; error pages of proxies are longer, and nobody reads past their beginning. */
const KEPT_BYTES = 65_536;
/** The rest is read and dropped so that the connection can be used again; a body larger than this is cut off with it. */
const READ_BYTES = 1_048_576;

export function createExchange(): Exchange {
  let controller: Dispatcher.DispatchController | undefined;
  let progress: Progress = 'waiting';
  let reused = false;
  let head: Pick<HecResponse, 'status' | 'headers'> | undefined;
  let chunks: Buffer[] = [];
  let bytes = 0;
  let settle: ((ending: Ending) => void) | undefined;
  const ended = new Promise<Ending>((resolve) => {
    settle = resolve;
  });

  function end(ending: Ending): void {
    settle?.(ending);
    settle = undefined;
    chunks = [];
  }

  const response = (): HecResponse | undefined =>
    head && { ...head, body: Buffer.concat(chunks).subarray(0, KEPT_BYTES).toString('utf8') };

  function fail(error: unknown): void {
    const answer = head !== undefined && (bytes >= KEPT_BYTES || !needsBody(head.status)) ? response() : undefined;
    end(answer === undefined ? { error, progress, reused } : { response: answer });
  }

  // undici turns an exception in here into an unhandled `error` event: none of this may throw.
  const handler: Handler = {
    onRequestStart(its) {
      if (settle === undefined) {
        its.abort(new Error('given up before it was written'));
        return;
      }
      controller = its;
      progress = 'sent';
      const connection: Connection | undefined = handler.connection?.();
      if (connection !== undefined) reused = connection.requests++ > 0;
    },
    onResponseStart(_controller, status, headers) {
      if (status < 200) return;
      progress = 'answering';
      head = { status, headers };
    },
    onResponseData(its, chunk) {
      if (bytes < KEPT_BYTES) chunks.push(chunk);
      bytes += chunk.byteLength;
      if (bytes <= READ_BYTES) return;
      const answer = response();
      if (answer !== undefined) end({ response: answer });
      its.abort(new Error('the rest of the answer is not wanted'));
    },
    onResponseEnd() {
      const answer = response();
      end(answer === undefined ? { error: new Error('no answer'), progress, reused } : { response: answer });
    },
    onResponseError(_controller, error) {
      fail(error);
    },
  };

  return {
    handler,
    giveUp(reason) {
      if (settle === undefined) return;
      fail(reason);
      controller?.abort(reason);
    },
    ended,
  };
}

/** A success may carry an `ackId`, and a 400 the number of the bad event; every other status speaks for itself. */
const needsBody = (status: number): boolean => status < 300 || status === 400;
