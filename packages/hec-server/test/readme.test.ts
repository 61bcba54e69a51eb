import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import { startHecServer } from 'hec-server';
import { describe, expect, test } from 'vitest';
import { help } from '../src/cli/help.ts';
import { faultActions } from '../src/fault/validate.ts';
import { personalities } from '../src/personality/index.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** First cells of the table below a heading. */
function firstColumn(heading: string): string[] {
  const section = readme.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name ?? '');
}

async function knownOptions(): Promise<string[]> {
  const error = await startHecServer({ unknown: 1 } as never).catch((reason: unknown) => reason);
  return /there are (.*)\.$/.exec((error as Error).message)?.[1]?.split(', ') ?? [];
}

describe('README', () => {
  test('lists exactly the options that there are', async () => {
    expect(firstColumn('Options').toSorted()).toEqual((await knownOptions()).toSorted());
  });

  test('lists exactly the products and the faults that there are', () => {
    expect(firstColumn('Whose answers')).toEqual(Object.keys(personalities));
    expect(firstColumn('Making it fail')).toEqual(faultActions);
  });

  test('shows an example that runs as it stands', async () => {
    const [, example = ''] = /```js\n(import[^]*?)```/.exec(readme) ?? [];
    const source = new URL('../src/index.ts', import.meta.url).href;
    const program = example.replace("'hec-server'", JSON.stringify(source));
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--input-type=module',
      '--eval',
      downlevel(program),
    ]);
    expect(stdout).toBe('hello web-1 {"event":{"msg":"hello"},"host":"web-1"}\n');
  });

  test('shows faults that are taken as they stand', async () => {
    const [, list = ''] = /setFaults\((\[[^]*?\])\)/.exec(readme) ?? [];
    const faults = runInNewContext(list) as never;
    await using server = await startHecServer({ faults });
    expect(await server.stats()).toMatchObject({ requests: 0 });
  });
});

describe('help', () => {
  test('names every product and every fault', () => {
    const words = new Set(help.split(/[\s,]+/));
    expect([...Object.keys(personalities), ...faultActions].filter((name) => !words.has(name))).toEqual([]);
  });
});

/** `await using` is new in Node 24; on 22 the same is spelled out. */
function downlevel(program: string): string {
  return `${program.replace('await using', 'const')}\nawait server.close();`;
}
