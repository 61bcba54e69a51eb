import { type HecServer, type HecServerOptions, startHecServer } from 'hec-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Received, request, type Sent } from './request.ts';

/** A row of protocol.md section 7: what is sent, what is answered, what is kept. */
export interface Row {
  /** As in protocol.md, with a few words where one id has several rows. */
  readonly id: string;
  readonly path?: string;
  readonly sent: Sent;
  /** Options for a server of the row's own. Rows without share one. */
  readonly options?: HecServerOptions;
  readonly status: number;
  /** The exact body of the answer; anything when left out, because nobody has seen it. */
  readonly text?: string;
  /** Payloads of what is kept, in order. @default none */
  readonly events?: readonly unknown[];
}

/** One test for every row, named after its id. */
export function testRows(common: HecServerOptions, defaultPath: string, rows: readonly Row[]): void {
  let shared: HecServer;
  beforeAll(async () => {
    shared = await startHecServer(common);
  });
  afterAll(() => shared.close());

  async function play(server: HecServer, row: Row): Promise<Received> {
    await server.clear();
    return request(`${server.url}${row.path ?? defaultPath}`, row.sent);
  }

  test.each(rows)('answers $id and keeps what it took', async (row) => {
    const server = row.options === undefined ? shared : await startHecServer({ ...common, ...row.options });
    try {
      const answer = await play(server, row);
      expect(answer).toMatchObject({ status: row.status, ...(row.text === undefined ? {} : { text: row.text }) });
      expect((await server.events()).map(({ event }) => event)).toEqual(row.events ?? []);
    } finally {
      if (server !== shared) await server.close();
    }
  });
}
