import { gunzipSync, gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { putKey } from '../../src/endpoint/body-key.ts';
import { nodeRuntime } from '../../src/runtime.ts';

const MARKER = '"intake_key":null';
const item = (event: string): string => `{${MARKER},"json":${JSON.stringify(event)}}`;

describe('putKey', () => {
  it('fills every marker of an array (K07)', async () => {
    const body = Buffer.from(`[${item('a')},\n${item('b')}]`);
    const filled = await putKey({ bytes: body, encoding: 'identity' }, MARKER, 'K', 1, nodeRuntime);
    expect(JSON.parse(Buffer.from(filled).toString())).toEqual([
      { intake_key: 'K', json: 'a' },
      { intake_key: 'K', json: 'b' },
    ]);
  });

  it('inflates, fills and compresses a gzip body as one member', async () => {
    const body = gzipSync(`{${MARKER},"jsons":["a"]}`);
    const filled = await putKey({ bytes: body, encoding: 'gzip' }, MARKER, 'K', 1, nodeRuntime);
    expect(gunzipSync(filled).toString()).toBe('{"intake_key":"K","jsons":["a"]}');
  });

  it('reads a key like $& as text', async () => {
    const key = '$&$1"\\';
    const filled = await putKey({ bytes: Buffer.from(item('a')), encoding: 'identity' }, MARKER, key, 1, nodeRuntime);
    expect(JSON.parse(Buffer.from(filled).toString())).toEqual({ intake_key: key, json: 'a' });
  });

  it('leaves events that try to forge the marker as they are', async () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(MARKER, `{${MARKER}}`, `\\${MARKER}`, '","intake_key":null,"json":"', `\n${MARKER}\n`),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(nasty, { minLength: 1, maxLength: 5 }), async (events) => {
        const bytes = Buffer.from(`[${events.map(item).join(',')}]`);
        const filled = await putKey({ bytes, encoding: 'identity' }, MARKER, 'K', 1, nodeRuntime);
        expect(JSON.parse(Buffer.from(filled).toString())).toEqual(
          events.map((json) => ({ intake_key: 'K', json: json.toWellFormed() })),
        );
      }),
    );
  });
});
