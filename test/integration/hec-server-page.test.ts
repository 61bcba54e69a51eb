import { type HecServer, startHecServer } from 'hec-server';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { chromiumArgs, chromiumMissing, chromiumPath } from '../support/chromium.ts';

const token = 'page-test-token';
const shown = 'li.event:not([hidden]) .line';

describe.skipIf(chromiumPath === undefined)(
  `hec-server's page in a browser (${chromiumPath ?? chromiumMissing})`,
  () => {
    let browser: Browser;
    let server: HecServer;
    let page: Page;
    let complaints: string[];
    // What the browser reports of an answer may come after the page has shown it: it is forgiven at the end.
    let forgiven: RegExp | undefined;

    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: chromiumPath as string, args: chromiumArgs });
    });
    afterAll(() => browser.close());
    beforeEach(async () => {
      server = await startHecServer({ token });
      page = await browser.newPage();
      complaints = [];
      forgiven = undefined;
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('dialog', (dialog) => complaints.push(`dialog: ${dialog.message()}`));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      await page.goto(server.url);
      await page.waitForSelector('#live[data-state="on"]');
    });
    afterEach(async () => {
      await page.close();
      await server.close();
      const real = complaints.filter((complaint) => forgiven?.test(complaint) !== true);
      if (real.length > 0) throw new Error(`The page complained: ${real.join('; ')}`);
    });

    async function log(...events: readonly object[]): Promise<number> {
      const body = events.map((event) => JSON.stringify({ host: 'web-1', sourcetype: 'pino', event })).join('\n');
      const headers = { authorization: `Splunk ${token}` };
      const answer = await fetch(`${server.url}/services/collector/event`, { method: 'POST', headers, body });
      return answer.status;
    }

    const lines = (): Promise<string[]> => page.locator(shown).allInnerTexts();
    const count = (id: string): Promise<string> => page.innerText(`#c-${id} dd`);

    test('shows events as they arrive, newest first, with level, message and counters', async () => {
      await page.waitForSelector('#empty >> text=Nothing yet');
      expect(await page.innerText('#sample')).toContain(`curl '${server.url}/services/collector/event'`);
      await log({ level: 30, msg: 'started' }, { level: 50, msg: 'payment failed', code: 7 });
      await page.waitForSelector('li.event.error');
      expect(await lines()).toEqual([expect.stringMatching(/^payment failed\s*code=7$/), 'started']);
      expect(await page.locator('.event .level').allInnerTexts()).toEqual(['ERROR', 'INFO']);
      expect(await Promise.all(['events', 'requests', 'rejected'].map(count))).toEqual(['2', '1', '0']);
      expect(await page.isVisible('#empty')).toBe(false);
    });

    test('shows a hostile log line as text that does nothing', async () => {
      const hostile = '<script>alert(1)</script><img src=x onerror=alert(2)><b>bold</b>';
      await log({ level: 30, msg: hostile, [hostile]: { [hostile]: [hostile] } });
      await page.waitForSelector('li.event');
      expect(await page.innerText('li.event .line')).toContain(hostile);
      await page.click('li.event > button');
      expect(await page.innerText('.detail .code >> nth=1')).toContain('<script>alert(1)</script>');
      expect(await page.locator('main script, main img, .event b:not(.fact b)').count()).toBe(0);
    });

    test('opens an event with its metadata and its envelope byte for byte, and searches for a value clicked', async () => {
      await log({ level: 30, msg: 'first', order: 17 }, { level: 30, msg: 'second', order: 18 });
      await page.click('li.event >> nth=1 >> button');
      const envelope = '{"host":"web-1","sourcetype":"pino","event":{"level":30,"msg":"first","order":17}}';
      expect(await page.innerText('.detail .code >> nth=1')).toBe(envelope);
      expect(await page.locator('.fact').allInnerTexts()).toContain('hostweb-1');
      await page.click('.code .pick >> text="17"');
      expect(await page.inputValue('#search')).toBe('order:17');
      await page.waitForSelector('li.event:only-child');
      expect(await lines()).toEqual([expect.stringContaining('first')]);
    });

    test('filters by free text and by key:value, also what arrives later', async () => {
      await log({ level: 30, msg: 'alpha' }, { level: 40, msg: 'beta' });
      await page.fill('#search', 'level:40');
      await page.waitForSelector('li.event:only-child');
      await log({ level: 30, msg: 'gamma' }, { level: 40, msg: 'delta' });
      await page.waitForSelector('li.event >> text=delta');
      expect(await lines()).toEqual(['delta', 'beta']);
      await page.fill('#search', 'nothing like it');
      await page.waitForSelector('#empty >> text=Nothing matches.');
    });

    test('hides and shows levels', async () => {
      await log({ level: 30, msg: 'calm' }, { level: 50, msg: 'broken' });
      await page.waitForSelector('li.event.error');
      await page.click('#levels .info');
      expect(await lines()).toEqual(['broken']);
      await page.click('#levels .info');
      expect(await lines()).toEqual(['broken', 'calm']);
    });

    test('holds still while paused, counts on, and catches up', async () => {
      await page.click('#pause');
      await log({ level: 30, msg: 'while paused' });
      await page.waitForSelector('#live >> text=paused · 1 waiting');
      expect([await lines(), await count('events')]).toEqual([[], '1']);
      await page.click('#pause');
      await page.waitForSelector('li.event >> text=while paused');
    });

    test('clears', async () => {
      await log({ level: 30, msg: 'old' });
      await page.waitForSelector('li.event');
      await page.click('#clear');
      await page.waitForSelector('#empty >> text=Nothing yet');
      expect([await server.events(), await count('events')]).toEqual([[], '0']);
    });

    test('injects faults with a click, shows the requests they hit, and takes them back', async () => {
      await page.selectOption('#often', 'times=1');
      await page.click('[data-fault="503"]');
      await page.waitForSelector('#faults >> text=503 code 9, times=1');
      expect([await log({ msg: 'x' }), await log({ msg: 'x' })]).toEqual([503, 200]);
      await page.waitForSelector('#faults li.spent >> text=1 hit');
      await page.waitForSelector('.request >> text=Server is busy');
      await page.waitForSelector('.request:nth-child(2)');
      expect(await page.locator('.request .status').allInnerTexts()).toEqual(['200', '503']);
      expect(await count('rejected')).toBe('1');
      await page.click('#faults button');
      await page.waitForSelector('#faults:empty', { state: 'attached' });
      forgiven = /400 \(Bad Request\)/;
      await page.fill('#fault', 'nonsense');
      await page.click('#custom button');
      await page.waitForSelector('#problem >> text=begins with an HTTP status');
    });

    test('leaves a reader who has scrolled down where they are, and offers what is newer', async () => {
      await log(...Array.from({ length: 120 }, (_, i) => ({ level: 30, msg: `line ${i}` })));
      await page.waitForSelector('li.event:nth-child(120)');
      await page.evaluate("document.getElementById('events').scrollTop = 900");
      await log({ level: 30, msg: 'newest' });
      await page.waitForSelector('#news >> text=1 newer');
      expect(await page.evaluate("document.getElementById('events').scrollTop")).toBe(900);
      await page.click('#news');
      await page.waitForSelector('li.event >> text=newest');
      expect((await lines())[0]).toBe('newest');
    });

    test('changes between light and dark, and remembers', async () => {
      const ground = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await ground()).toBe('rgb(14, 16, 22)');
      await page.click('#theme');
      expect(await ground()).toBe('rgb(244, 245, 248)');
      await page.reload();
      expect(await ground()).toBe('rgb(244, 245, 248)');
    });

    test('says when the server is gone', async () => {
      forgiven = /net::ERR_/;
      await server.close();
      await page.waitForSelector('#live[data-state="off"]');
      expect(await page.innerText('#live')).toBe('the server is gone');
    });
  },
);
