import { describe, expect, it } from 'vitest';
import { flag as trueOrFalse } from '../../src/options/check.ts';
import { OPTION_FLAGS, optionsOfFlags } from '../../src/options/flags.ts';
import { OPTION_PATHS, SCHEMA } from '../../src/options/schema.ts';

describe('OPTION_FLAGS', () => {
  it('has a flag for every option, named in kebab case after its dotted path', () => {
    const byOption = new Map(OPTION_FLAGS.map((flag) => [flag.option, flag.name]));
    expect(OPTION_PATHS.filter((path) => !byOption.has(path))).toEqual([]);
    expect(byOption.get('batch.maxBytes')).toBe('batch-max-bytes');
    expect(byOption.get('shutdownTimeoutMs')).toBe('shutdown-timeout-ms');
    expect(byOption.get('deadLetter.file')).toBe('dead-letter-file');
  });

  it('has no two flags of one name', () => {
    const names = OPTION_FLAGS.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });

  it('lets exactly the true-or-false options stand alone', () => {
    const alone = OPTION_FLAGS.filter((each) => each.alone).map(({ option }) => option);
    const flags = OPTION_PATHS.filter((path) => SCHEMA[path].kind === trueOrFalse);
    expect(flags).toEqual(expect.arrayContaining(['ack.enabled', 'tls.rejectUnauthorized', 'xsiam.envelope']));
    expect(alone).toEqual(flags);
  });
});

describe('optionsOfFlags', () => {
  it('puts options into their groups and reads numbers, lists and maps as the environment does', () => {
    const options = optionsOfFlags({
      url: 'http://127.0.0.1:8088',
      'batch-max-bytes': '500000',
      'batch-linger-ms': '0',
      'report-gaps': false,
      gzip: '6',
      fields: 'service=shop,zone=eu',
      urls: 'http://a:8088,http://b:8088',
    });
    expect(options).toEqual({
      url: 'http://127.0.0.1:8088',
      batch: { maxBytes: 500_000, lingerMs: 0 },
      reportGaps: false,
      gzip: 6,
      fields: { service: 'shop', zone: 'eu' },
      urls: ['http://a:8088', 'http://b:8088'],
    });
  });

  it('takes the token from where it is kept', () => {
    expect(optionsOfFlags({ 'token-env': 'MY_TOKEN' })).toEqual({ token: { env: 'MY_TOKEN' } });
    expect(optionsOfFlags({ 'token-file': '/run/secrets/hec' })).toEqual({ token: { file: '/run/secrets/hec' } });
  });

  it('hands on what it cannot read, so that the option is named when it is refused', () => {
    expect(optionsOfFlags({ 'queue-max-bytes': '1mb' })).toEqual({ queue: { maxBytes: '1mb' } });
  });

  it("passes over the command's own flags", () => {
    expect(optionsOfFlags({ tee: true, json: false })).toEqual({});
  });
});
