import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { startHecServer } from 'hec-server';
import { describe, expect, it } from 'vitest';
import winston from 'winston';
// oxlint-disable-next-line import/no-relative-packages -- the table of all options is no part of hec-core's API
import { OPTIONS_TABLE } from '../../hec-core/src/options/table.ts';
import { HecTransport, type HecTransportOptions } from '../src/index.ts';

const page = readFileSync(new URL('../../../docs/migrate-from-splunk-logging.md', import.meta.url), 'utf8');
const [, ofWinston = '', ofSplunk = ''] = page.split(/^## /m);

/** Rows of the tables: the old name and the new one. */
function rows(section: string): (readonly [string, string])[] {
  return [...section.matchAll(/^\| `([^`]+)` \| (?:`([^`]+)`|none) \|/gm)].map(([, before = '', now = '']) => [
    before,
    now,
  ]);
}

// As published: the JSDoc of winston-splunk-httplogger 3.1.8's index.js and of splunk-logging 0.11.1's splunklogger.js.
const WINSTON_SPLUNK = [
  'level',
  ...[
    'token',
    'index',
    'source',
    'sourcetype',
    'host',
    'maxRetries',
    'port',
    'path',
    'protocol',
    'url',
    'eventFormatter',
  ].map((name) => `splunk.${name}`),
  'batchInterval',
  'maxBatchSize',
  'maxBatchCount',
  'exitOnError',
];
const SPLUNK_LOGGING = (
  'token name host maxRetries path protocol port url level batchInterval maxBatchSize maxBatchCount eventFormatter ' +
  'error requestOptions.strictSSL metadata.time metadata.host metadata.source metadata.sourcetype metadata.index'
).split(' ');

describe('docs/migrate-from-splunk-logging.md', () => {
  it('has a row for every option of winston-splunk-httplogger', () => {
    expect(rows(ofWinston).map(([before]) => before)).toEqual(expect.arrayContaining(WINSTON_SPLUNK));
  });

  it('has a row for every option of splunk-logging', () => {
    expect(rows(ofSplunk).map(([before]) => before)).toEqual(expect.arrayContaining(SPLUNK_LOGGING));
  });

  it('names no new option that does not exist', () => {
    const known = new Set(OPTIONS_TABLE.map(({ path }) => path));
    // Those of winston, of a single event, and a method.
    for (const other of ['level', 'format', 'HEC', 'time', 'flush', 'fields']) known.add(other);
    const unknown = [...rows(ofWinston), ...rows(ofSplunk)].filter(([, now]) => now !== '' && !known.has(now));
    expect(unknown).toEqual([]);
  });

  it.each(rows(ofWinston).filter(([before]) => before !== 'level' && before !== 'info.splunk'))(
    'is what the error says when `%s` is left in the code (%s)',
    (before, now) => {
      const [group = '', member] = before.split('.');
      const options = { [group]: member === undefined ? 1 : { [member]: 1 } } as HecTransportOptions;
      expect(() => new HecTransport(options)).toThrow(now === '' || now === 'format' ? `\`${before}\`` : now);
    },
  );

  it('shows a format that keeps the shape of the old events', async () => {
    const program = readFileSync(new URL('fixtures/like-before.mjs', import.meta.url), 'utf8');
    const [, shown = ''] = /<!-- like-before.mjs -->\n\n```js\n(.*?)```/s.exec(page) ?? [];
    expect(program).toContain(shown);

    const { likeBefore } = (await import(new URL('fixtures/like-before.mjs', import.meta.url).href)) as {
      likeBefore: winston.Logform.Format;
    };
    await using server = await startHecServer();
    const hec = new HecTransport({
      url: server.url,
      token: 't',
      format: likeBefore,
      sourcetype: 'winston-splunk-logger',
    });
    const logger = winston.createLogger({ transports: [hec] });
    logger.warn('disk', { free: 3 });
    logger.end();
    await once(logger, 'finish');
    expect(await server.events()).toMatchObject([
      {
        sourcetype: 'winston-splunk-logger',
        // What winston-splunk-httplogger 3.1.8 sends: `meta` is the whole info.
        event: { message: { msg: 'disk', meta: { level: 'warn', message: 'disk', free: 3 } }, severity: 'warn' },
      },
    ]);
  });
});
