import { describe, expect, it } from 'vitest';
import { normalise } from '../../src/options/normalise.ts';
import type { DestinationOptions, DestinationSettings, HecOptions } from '../../src/options/types.ts';

const settle = (options: HecOptions, env: NodeJS.ProcessEnv = {}): readonly DestinationSettings[] =>
  normalise(options, env, 'box').destinations;

const namesOf = (destinations: readonly DestinationOptions[]): string[] =>
  settle({ url: 'https://a.example', destinations }).map(({ name }) => name);

describe('destinations', () => {
  it('are one, made of the client’s own options, when none are listed', () => {
    const [only, ...others] = settle({ url: 'https://a.example', name: 'main' });
    expect([only?.name, others]).toEqual(['main', []]);
  });

  it('inherit what they do not set themselves', () => {
    const [a, b] = settle({
      url: 'https://a.example',
      index: 'main',
      gzip: 6,
      destinations: [{}, { url: 'https://b.example', index: 'other', gzip: false }],
    });
    expect([a?.urls[0]?.host, a?.index, a?.gzip]).toEqual(['a.example', 'main', 6]);
    expect([b?.urls[0]?.host, b?.index, b?.gzip]).toEqual(['b.example', 'other', 0]);
  });

  it('inherit groups key by key', () => {
    const [a] = settle({
      url: 'https://a.example',
      batch: { maxBytes: 5000, lingerMs: 7 },
      destinations: [{ batch: { lingerMs: 9 } }],
    });
    expect(a?.batch).toEqual({ maxBytes: 5000, maxEvents: 0, lingerMs: 9 });
  });

  it('inherit a disk queue whose directory they change by its short form', () => {
    const [a, b] = settle({
      url: 'https://a.example',
      spool: { dir: 'one', mode: 'always' },
      destinations: [{ spool: 'two' }, { spool: { dir: 'three', mode: 'overflow' } }],
    });
    expect([a?.spool?.dir, a?.spool?.mode]).toEqual(['two', 'always']);
    expect([b?.spool?.dir, b?.spool?.mode]).toEqual(['three', 'overflow']);
  });

  it('add to fields and headers, and win where both have a key', () => {
    const [a] = settle({
      url: 'https://a.example',
      fields: { env: 'prod', team: 'shop' },
      headers: { 'x-a': '1' },
      destinations: [{ fields: { team: 'ops' }, headers: { 'X-A': '2', 'x-b': '3' } }],
    });
    expect(a?.fields).toEqual({ env: 'prod', team: 'ops' });
    expect(a?.headers).toEqual({ 'x-a': '2', 'x-b': '3' });
  });

  it('do not inherit some addresses of a cluster when they set others', () => {
    const urls = ['https://a.example', 'https://b.example'];
    const [a, b] = settle({ urls, destinations: [{ url: 'https://c.example' }, { urls: ['https://d.example'] }] });
    expect([a, b].map((each) => each?.urls.map(({ host }) => host))).toEqual([['c.example'], ['d.example']]);
  });

  it('take undefined as not set', () => {
    const options = { url: 'https://a.example', index: 'main', destinations: [{ index: undefined, batch: undefined }] };
    expect(settle(options as unknown as HecOptions)[0]?.index).toBe('main');
  });

  it('are named after their dialect, with numbers for those that come again', () => {
    const url = 'https://intake.sekoia.io';
    expect(namesOf([{}, { url }, {}, { url }, {}])).toEqual(['splunk', 'sekoia', 'splunk-2', 'sekoia-2', 'splunk-3']);
  });

  it('keep chosen names from being taken by made-up ones', () => {
    expect(namesOf([{}, {}, { name: 'splunk' }, { name: 'splunk-2' }])).toEqual([
      'splunk-3',
      'splunk-4',
      'splunk',
      'splunk-2',
    ]);
  });

  it('have names that differ in more than case, because directories are named after them', () => {
    expect(namesOf([{ name: 'Main' }, { name: 'main' }])).toEqual(['Main', 'main-2']);
  });

  it('do not inherit the client’s name', () => {
    const destinations = [{}, {}];
    const names = (options: HecOptions, env = {}) => settle({ ...options, destinations }, env).map(({ name }) => name);
    expect(names({ url: 'https://a.example', name: 'main' })).toEqual(['splunk', 'splunk-2']);
    expect(names({ url: 'https://a.example' }, { HEC_NAME: 'main' })).toEqual(['splunk', 'splunk-2']);
  });

  it('share nothing that the application can still change', () => {
    const fields = { a: ['b'] };
    const urls = ['https://a.example'];
    const [a] = settle({ urls, fields });
    fields.a.push('c');
    urls.push('https://b.example');
    expect([a?.fields, a?.urls.length]).toEqual([{ a: ['b'] }, 1]);
  });
});
