import { describe, expect, it } from 'vitest';
import { parseLetter } from '../src/dead-letters.ts';

const HEAD =
  '{"time":"2026-01-02T03:04:05.678Z","destination":"splunk","endpoint":"https://s:8088","reason":"incorrect index (code 7)","status":400,"text":"{\\"text\\":\\",\\\\\\"envelope\\\\\\":\\"}","code":7';
const EVENT =
  ',"route":{"kind":"event","path":"/services/collector/event","headers":{"content-type":"application/json","envelope":"x"}}';

describe('parseLetter', () => {
  it('cuts the envelope out byte for byte, wherever else its name stands', () => {
    const envelope = '{"time":1.50,"event":{"envelope":1180591620717411303424}}';
    const line = `${HEAD}${EVENT},"envelope":${envelope}}`;
    expect(parseLetter(line)).toMatchObject({
      line,
      envelope,
      reason: 'incorrect index (code 7)',
      route: { kind: 'event' },
    });
  });

  it('takes text for the raw endpoint out of its quotes', () => {
    const line = `${HEAD},"route":{"kind":"raw","path":"/raw","headers":{}},"envelope":"a \\"b\\""}`;
    expect(parseLetter(line)?.envelope).toBe('a "b"');
  });

  it.each(['', 'x', '[]', 'null', '{"a":1}', '{"route":{"path":1}}', `${HEAD}${EVENT},"envelope":{"event":1}`])(
    'knows that %j is none',
    (line) => {
      expect(parseLetter(line)).toBeUndefined();
    },
  );
});
