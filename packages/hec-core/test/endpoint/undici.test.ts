import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { loadUndici } from '../../src/endpoint/undici.ts';
import { startCollector } from './support/collector.ts';

// A process of its own takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const run = promisify(execFile);
const source = fileURLToPath(new URL('../../src', import.meta.url));

/** Runs a module in a process of its own, because what is tested is global and happens once. */
async function evaluate(code: string): Promise<unknown> {
  const { stdout } = await run(process.execPath, ['--conditions=hec-source', '--input-type=module', '--eval', code]);
  return JSON.parse(stdout);
}

const load = `import { loadUndici } from ${JSON.stringify(`${source}/endpoint/undici.ts`)};`;

describe('loadUndici', () => {
  it('leaves the built-in fetch of the application as it is (pitfall 22, undici#5500)', async () => {
    const { url, requests } = await startCollector();
    const post = `await (await fetch(${JSON.stringify(url.href)}, { method: 'POST', body: 'abc', headers: { 'content-length': '3' } })).text()`;
    const [before, after] = (await evaluate(`${load}
      const before = ${post};
      await loadUndici();
      const after = ${post};
      console.log(JSON.stringify([before, after]));`)) as [string, string];
    expect(after).toBe(before);
    expect(requests.map(({ body }) => body.toString())).toEqual(['abc', 'abc']);
  });

  it('leaves it so when the application uses fetch for the first time during or after the import', async () => {
    const { url } = await startCollector();
    const post = `fetch(${JSON.stringify(url.href)}, { method: 'POST', body: 'abc', headers: { 'content-length': '3' } })`;
    const statuses = await evaluate(`${load}
      const loading = loadUndici();
      const during = await ${post};
      await loading;
      const after = await ${post};
      console.log(JSON.stringify([during.status, after.status]));`);
    expect(statuses).toEqual([200, 200]);
  });

  it("leaves the agent of the built-in fetch, the application's own included, in its place", async () => {
    const same = await evaluate(`${load}
      const slot = Symbol.for('undici.globalDispatcher.1');
      void globalThis.Headers;
      const builtIn = globalThis[slot];
      await loadUndici();
      console.log(JSON.stringify([builtIn !== undefined, globalThis[slot] === builtIn]));`);
    expect(same).toEqual([true, true]);
  });

  it('leaves undici usable for an application that imports the same copy', async () => {
    const { url } = await startCollector();
    const status = await evaluate(`${load}
      const undici = await loadUndici();
      const { statusCode, body } = await undici.request(${JSON.stringify(url.href)});
      await body.dump();
      console.log(JSON.stringify(statusCode));`);
    expect(status).toBe(200);
  });

  it('loads once', async () => {
    expect(await loadUndici()).toBe(await loadUndici());
  });

  it('is the only import of undici in the package, types aside, and is not loaded before the first request', async () => {
    const importers = readdirSync(source, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .filter((name) =>
        /^import (?!type )[^;]*from 'undici'|\bimport\('undici'\)(?!;|\.|,|\))/m.test(
          readFileSync(`${source}/${name}`, 'utf8'),
        ),
      );
    expect(importers.filter((name) => name !== 'endpoint/undici.ts')).toEqual([]);
    const loaded = await evaluate(`import ${JSON.stringify(`${source}/endpoint/endpoint.ts`)};
      console.log(JSON.stringify(globalThis[Symbol.for('undici.globalDispatcher.2')] === undefined));`);
    expect(loaded).toBe(true);
  });
});
