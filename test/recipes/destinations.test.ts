// The recipes of docs/destinations.md, run as they stand there.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createHecClient, type HecContext, type HecOptions } from 'hec-core';
import { type PersonalityName, startHecServer } from 'hec-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Recorded, record } from './recorder.ts';

const page = readFileSync(path.join(import.meta.dirname, '../../docs/destinations.md'), 'utf8');

interface Recipe {
  readonly heading: string;
  /** Which product hec-server plays, or the status that a stranger answers with. */
  readonly as: string;
  readonly event: unknown;
  readonly code: string;
  /** Method and target; headers; body. */
  readonly request: string;
}

const PARTS =
  /^#+ (?<heading>[^\n]+)$|<!-- as: (?<as>[\w-]+)(?:; event: (?<event>.+?))? -->\s+```js\n(?<code>.+?)```\s+```http\n(?<request>.+?)\n```/gms;

function recipes(): Recipe[] {
  const found: Recipe[] = [];
  let heading = '';
  for (const { groups = {} } of page.matchAll(PARTS)) {
    heading = groups['heading'] ?? heading;
    const { as, code, request, event = { message: 'order placed', orderId: 42 } } = groups;
    if (as !== undefined && code !== undefined && request !== undefined)
      found.push({ heading, as, event, code, request });
  }
  return found;
}

/** The options as the page has them: the one argument of the call. */
async function optionsOf(code: string): Promise<HecOptions> {
  const module = `export default (createHecClient) => ${code}`;
  const { default: run } = (await import(`data:text/javascript,${encodeURIComponent(module)}`)) as {
    default: (take: (options: HecOptions) => HecOptions) => HecOptions;
  };
  return run((options) => options);
}

const CONTEXT: HecContext = { env: { HEC_HOST: 'web-1' }, onWarning() {} };
const ADDRESS = new Set(['stack', 'provider', 'apiUrlKey', 'region', 'site']);

/** What the page says, but sent to this machine: the address is looked up with the options as they are. */
async function redirected(options: HecOptions, origin: string): Promise<{ host: string; here: HecOptions }> {
  const documented = createHecClient(options, CONTEXT);
  const [destination] = documented.config().destinations;
  await documented.close();
  const dialect = destination?.dialect ?? 'splunk';
  const url = new URL(options.url ?? destination?.urls[0] ?? '');
  const { [dialect as 'splunk']: group, ...others } = options;
  const own = Object.entries(group ?? {}).filter(([name]) => !ADDRESS.has(name));
  const here = {
    ...others,
    dialect,
    ...(own.length === 0 ? {} : { [dialect]: Object.fromEntries(own) }),
    url: `${origin}${url.pathname}`,
    ...(options.token === undefined ? {} : { token: 'T' }),
    proxy: 'none',
  };
  return { host: url.host, here };
}

async function send(options: HecOptions, event: unknown): Promise<void> {
  const hec = createHecClient(options, CONTEXT);
  expect(hec.send(event)).toBe(true);
  expect(await hec.close()).toMatchObject({ drained: true, delivered: 1 });
}

/** The same text for the same times, whichever they are. */
function timeless(text: string): string {
  return text
    .replaceAll(/\b\d{19}\b/g, '<nanoseconds>')
    .replaceAll(/\b\d{13}\b/g, '<milliseconds>')
    .replaceAll(/\b\d{10}(\.\d{1,3})?\b/g, '<seconds>')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<iso>');
}

function check(request: string, host: string, recorded: Recorded | undefined): void {
  const shown = request.replaceAll('<token>', 'T').replaceAll('<base64>', Buffer.from('x:T').toString('base64'));
  const [head = '', body = ''] = shown.split('\n\n');
  const [target, ...headers] = head.split('\n');
  expect(`${recorded?.method} ${recorded?.target}`).toBe(target);
  expect(timeless(recorded?.body ?? '')).toBe(timeless(body));
  const pairs = headers.map((line): [string, string] => [
    line.split(': ')[0] ?? '',
    line.slice(line.indexOf(': ') + 2),
  ]);
  expect({ ...recorded?.headers, host }).toMatchObject(Object.fromEntries(pairs));
}

const all = recipes();

describe('the recipes of docs/destinations.md', () => {
  it('are found, each with its request, and every block of code is one', () => {
    expect(all).toHaveLength(page.match(/^```js$/gm)?.length ?? 0);
    expect(all.length).toBeGreaterThan(20);
  });

  it.each(all)('send to $heading what the page shows ($as)', async ({ code, event, request, as }) => {
    const recorder = await record(Number(as) || 200);
    const { host, here } = await redirected(await optionsOf(code), recorder.url);
    await send(here, event);
    const requests = recorder.requests();
    expect(requests).toHaveLength(1);
    check(request, host, requests[0]);
  });

  it.each(all.filter(({ as }) => !Number(as)))('are taken by $heading as hec-server plays it', async (recipe) => {
    const { code, event, as } = recipe;
    const options = await optionsOf(code);
    const server = await startHecServer({ as: as as PersonalityName, token: ['T', 'ZaVnC4dhaV'] });
    onTestFinished(() => server.close());
    await send((await redirected(options, server.url)).here, event);
    expect((await server.requests()).map(({ status, events }) => [status >= 200 && status < 300, events])).toEqual([
      [true, 1],
    ]);
  });
});

describe('docs/add-a-dialect.md', () => {
  const root = path.join(import.meta.dirname, '../..');
  const quoted = readFileSync(path.join(root, 'docs/add-a-dialect.md'), 'utf8').matchAll(
    /<!-- from: (?<file>\S+) -->\s+```\w*\n(?<code>.+?)\n```/gs,
  );
  const blocks = [...quoted].map(({ groups = {} }) => [groups['file'] ?? '', groups['code'] ?? ''] as const);

  it('quotes the dialect and its table', () => {
    expect(blocks).toHaveLength(2);
  });

  it.each(blocks)('quotes %s as it is', (file, code) => {
    expect(readFileSync(path.join(root, file), 'utf8')).toContain(code);
  });
});
