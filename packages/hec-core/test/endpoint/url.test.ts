import { describe, expect, it } from 'vitest';
import type { Dialect } from '../../src/dialect/types.ts';
import { createAddresses, withParameter } from '../../src/endpoint/url.ts';

const SPLUNK: Dialect['paths'] = {
  event: '/services/collector/event',
  raw: '/services/collector/raw',
  health: '/services/collector/health',
  ack: '/services/collector/ack',
};
const FALCON: Dialect['paths'] = { event: '/services/collector', raw: '/services/collector/raw' };
const LOGSCALE: Dialect['paths'] = {
  event: '/api/v1/ingest/hec',
  raw: '/api/v1/ingest/hec/raw',
  health: '/api/v1/status',
};
const SEKOIA: Dialect['paths'] = { event: '/jsons' };
const XSIAM: Dialect['paths'] = { event: '/logs/v1/event' };
const COMPLETE: Dialect['paths'] = {};

type Kind = keyof Dialect['paths'];

describe('addresses', () => {
  it.each<[string, Dialect['paths'], string, Kind | undefined, string, string]>([
    ['no path', SPLUNK, 'https://s:8088', 'event', '/services/collector/event', '/services/collector/event'],
    ['only a slash', SPLUNK, 'https://s:8088/', 'event', '/services/collector/event', '/services/collector/event'],
    ['no path, route without one', SPLUNK, 'https://s:8088', 'raw', '', '/services/collector/raw'],
    ['the health page', SPLUNK, 'https://s', undefined, '/services/collector/health', '/services/collector/health'],
    [
      'a query of the route (S09)',
      SPLUNK,
      'https://s',
      'raw',
      '/services/collector/raw?host=a%20b',
      '/services/collector/raw?host=a%20b',
    ],
    [
      'a prefix of its own',
      SPLUNK,
      'https://s/hec',
      'event',
      '/services/collector/event',
      '/hec/services/collector/event',
    ],
    [
      'a prefix with slashes at its end',
      SPLUNK,
      'https://s/hec//',
      'event',
      '/services/collector/event',
      '/hec/services/collector/event',
    ],
    [
      'the event door',
      SPLUNK,
      'https://s/services/collector/event',
      'event',
      '/services/collector/event',
      '/services/collector/event',
    ],
    [
      'the event door by its short name (S06)',
      SPLUNK,
      'https://s/services/collector',
      'event',
      '/services/collector/event',
      '/services/collector',
    ],
    [
      'the event door with a version (S06)',
      SPLUNK,
      'https://s/services/collector/event/1.0',
      'event',
      '/services/collector/event',
      '/services/collector/event/1.0',
    ],
    [
      'raw beside the event door',
      SPLUNK,
      'https://s/services/collector/event',
      'raw',
      '/services/collector/raw?host=h',
      '/services/collector/raw?host=h',
    ],
    [
      'raw beside the short name',
      SPLUNK,
      'https://s/services/collector',
      'raw',
      '/services/collector/raw',
      '/services/collector/raw',
    ],
    [
      'health beside the event door',
      SPLUNK,
      'https://s/services/collector/event',
      undefined,
      '/services/collector/health',
      '/services/collector/health',
    ],
    [
      'ack beside raw',
      SPLUNK,
      'https://s/services/collector/raw',
      undefined,
      '/services/collector/ack?channel=g',
      '/services/collector/ack?channel=g',
    ],
    [
      'events beside raw',
      SPLUNK,
      'https://s/services/collector/raw/1.0',
      'event',
      '/services/collector/event',
      '/services/collector/event',
    ],
    [
      'events beside health',
      SPLUNK,
      'https://s/services/collector/health',
      'event',
      '/services/collector/event',
      '/services/collector/event',
    ],
    [
      'doors below a prefix (D31)',
      SPLUNK,
      'https://s/insert/splunk/services/collector/event',
      'raw',
      '/services/collector/raw',
      '/insert/splunk/services/collector/raw',
    ],
    [
      'a query of the address',
      SPLUNK,
      'https://s/services/collector?stream=a',
      'event',
      '/services/collector/event',
      '/services/collector?stream=a',
    ],
    [
      'both queries',
      SPLUNK,
      'https://s/x?stream=a',
      'raw',
      '/services/collector/raw?host=h',
      '/x/services/collector/raw?stream=a&host=h',
    ],
    [
      'a console URL (C01)',
      FALCON,
      'https://k.ingest.us-1.crowdstrike.com/services/collector',
      'event',
      '',
      '/services/collector',
    ],
    [
      'raw beside a console URL (C02)',
      FALCON,
      'https://k.ingest.us-1.crowdstrike.com/services/collector',
      'raw',
      '/services/collector/raw',
      '/services/collector/raw',
    ],
    [
      'raw beside a console URL, route without path',
      FALCON,
      'https://k.x/services/collector',
      'raw',
      '',
      '/services/collector/raw',
    ],
    ['LogScale without path (L01)', LOGSCALE, 'https://l', 'event', '', '/api/v1/ingest/hec'],
    [
      'LogScale by its HEC name',
      LOGSCALE,
      'https://l/services/collector',
      'event',
      '/api/v1/ingest/hec',
      '/services/collector',
    ],
    [
      'LogScale raw beside hec',
      LOGSCALE,
      'https://l/api/v1/ingest/hec',
      'raw',
      '/api/v1/ingest/hec/raw',
      '/api/v1/ingest/hec/raw',
    ],
    [
      'LogScale status beside hec',
      LOGSCALE,
      'https://l/eu/api/v1/ingest/hec',
      undefined,
      '/api/v1/status',
      '/eu/api/v1/status',
    ],
    [
      'a Sekoia region: appended, not resolved (K08)',
      SEKOIA,
      'https://intake.fra2.sekoia.io/api/v1/intake-http',
      'event',
      '/jsons',
      '/api/v1/intake-http/jsons',
    ],
    [
      'another Sekoia path',
      SEKOIA,
      'https://intake.fra2.sekoia.io/api/v1/intake-http/jsons',
      'event',
      '/array',
      '/api/v1/intake-http/array',
    ],
    [
      'a complete XSIAM URL (X01)',
      XSIAM,
      'https://api-t.xdr.eu.paloaltonetworks.com/logs/v1/event',
      'event',
      '',
      '/logs/v1/event',
    ],
    ['a complete URL of any other', COMPLETE, 'https://c/my/intake', 'event', '', '/my/intake'],
    ['the root', COMPLETE, 'https://c', 'event', '', '/'],
    ['the address itself for a call', COMPLETE, 'https://c/my/intake', undefined, '', '/my/intake'],
    [
      'the address itself for a call at a door',
      SPLUNK,
      'https://s/services/collector',
      undefined,
      '',
      '/services/collector',
    ],
    ['a root route at a base', COMPLETE, 'https://c/base', 'event', '/', '/base/'],
  ])('%s', (_, paths, url, kind, path, target) => {
    expect(createAddresses(new URL(url), paths).target(path, kind)).toBe(target);
  });

  it('names scheme, host and port, and nothing of a user', () => {
    expect(createAddresses(new URL('https://user:password@s:8088/x'), SPLUNK).origin).toBe('https://s:8088');
  });

  it('adds a parameter with or without others, encoded', () => {
    expect(withParameter('/a', 'token', 'x y&z')).toBe('/a?token=x%20y%26z');
    expect(withParameter('/a?b=1', 'token', 't')).toBe('/a?b=1&token=t');
  });
});
