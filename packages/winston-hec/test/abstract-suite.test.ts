import { createRequire } from 'node:module';
import { startHecServer } from 'hec-server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from 'vitest';
import { HecTransport } from '../src/index.ts';

// The published suite is written for mocha: globals, and tests that end by calling `done`.
type Ending = (error?: unknown) => void;
type Run = ((done: Ending) => unknown) | (() => unknown);

function promised(run: Run): () => Promise<void> {
  return async () => {
    if (run.length === 0) await (run as () => unknown)();
    else
      await new Promise<void>(
        (resolve, reject) => void run((error) => (error === undefined ? resolve() : reject(error))),
      );
  };
}

const server = await startHecServer();
const used: HecTransport[] = [];

class Used extends HecTransport {
  constructor(options: ConstructorParameters<typeof HecTransport>[0]) {
    super(options);
    used.push(this);
  }
}

const mocha = {
  describe,
  // oxlint-disable-next-line vitest/valid-title, vitest/expect-expect -- title and assertions are the suite's
  it: (name: string, run: Run) => it(name, promised(run)),
  beforeEach: (run: Run) => beforeEach(promised(run)),
  afterEach: (run: Run) => afterEach(promised(run)),
  before: (run: Run) => beforeAll(promised(run)),
  after: (run: Run) => afterAll(promised(run)),
};
Object.assign(globalThis, mocha);
const suite = createRequire(import.meta.url)('abstract-winston-transport') as (options: object) => void;

suite({ name: 'HecTransport', Transport: Used, construct: { url: server.url, token: 'abstract' } });

describe('the abstract suite', () => {
  it('reached the server with what it logged', async ({ expect }) => {
    await Promise.all(used.map((transport) => transport.flush()));
    const events = await server.events();
    expect(events.map(({ event }) => event)).toEqual(
      Array.from({ length: 3 }, () => ({ level: 'debug', message: 'foo' })),
    );
  });
});

afterAll(async () => {
  // Other files run in this process too.
  for (const name of Object.keys(mocha)) Reflect.deleteProperty(globalThis, name);
  for (const transport of used) transport.destroy();
  await server.close();
});
