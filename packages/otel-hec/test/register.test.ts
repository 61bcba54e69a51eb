import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startHecServer } from 'hec-server';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { resourceOf } from '../src/register/resource.ts';
import { start } from './run.ts';

const server = await startHecServer();
afterAll(() => server.close());
beforeEach(() => server.clear());

const env = {
  HEC_URL: server.url,
  HEC_TOKEN: 't',
  OTEL_SERVICE_NAME: 'shop',
  OTEL_RESOURCE_ATTRIBUTES: 'env=test,zone=a%20b',
};
const taken = fileURLToPath(new URL('fixtures/taken.mjs', import.meta.url));

describe('node --import otel-hec/register app.js', { timeout: 20_000 }, () => {
  it.each([
    ['pino.cjs', 'from CommonJS'],
    ['pino.mjs', 'from an ES module'],
  ])('delivers what a plain pino application logs (%s)', async (fixture, message) => {
    expect(await start(fixture, env).ended).toEqual({ code: 0, signal: null, stderr: '' });
    const [info, error] = await server.events();
    expect(info).toMatchObject({
      event: message,
      fields: {
        'service.name': 'shop',
        env: 'test',
        zone: 'a b',
        orderId: 42,
        'otel.log.severity.text': 'info',
        'otel.log.severity.number': 9,
        'otel.scope.name': '@opentelemetry/instrumentation-pino',
      },
    });
    expect(error).toMatchObject({
      event: 'bad',
      fields: { 'exception.type': 'TypeError', 'exception.message': 'bad' },
    });
  });

  it.each([
    ['winston.cjs', 'from CommonJS'],
    ['winston.mjs', 'from an ES module'],
  ])('delivers what a plain winston application logs (%s)', async (fixture, message) => {
    expect(await start(fixture, env).ended).toEqual({ code: 0, signal: null, stderr: '' });
    expect(await server.events()).toMatchObject([
      { event: message, fields: { 'service.name': 'shop', orderId: 42, 'otel.log.severity.text': 'info' } },
    ]);
  });

  it('pitfalls 17 and 18: delivers what goes through either logs API, and then lets the process end', async () => {
    expect(await start('api.mjs', env).ended).toEqual({ code: 0, signal: null, stderr: '' });
    expect((await server.events()).map(({ event }) => event)).toEqual(['through the API', 'through api-logs']);
  });

  it('maps like the Collector when the environment says so', async () => {
    await start('api.mjs', { ...env, HEC_MAPPING: 'collector' }).ended;
    const [first] = await server.events();
    expect(first).toMatchObject({ host: 'unknown', fields: { 'service.name': 'shop' } });
    expect(first?.fields).not.toHaveProperty('otel.scope.name');
  });

  it('pitfall 36: leaves the worker of a pino transport alone, where NODE_OPTIONS load it, too', async () => {
    const NODE_OPTIONS = `${process.env['NODE_OPTIONS'] ?? ''} --import otel-hec/register`;
    expect(await start('pino-worker.mjs', { ...env, NODE_OPTIONS }, []).ended).toMatchObject({ code: 0, stderr: '' });
    expect((await server.events()).map(({ event }) => event)).toEqual(['from the application']);
  });

  it('pitfall 1: delivers all when the application calls process.exit behind its last call, and leaves its code alone', async () => {
    expect(await start('exits.mjs', env).ended).toEqual({ code: 3, signal: null, stderr: '' });
    expect((await server.events()).map(({ event }) => event)).toEqual(Array.from({ length: 2000 }, (_, n) => n));
  });

  it('pitfall 1: does so without registering once more where NODE_OPTIONS load it', async () => {
    const NODE_OPTIONS = `${process.env['NODE_OPTIONS'] ?? ''} --import otel-hec/register`;
    expect(await start('exits.mjs', { ...env, NODE_OPTIONS }, []).ended).toEqual({ code: 3, signal: null, stderr: '' });
    expect((await server.stats()).events).toBe(2000);
  });

  it('pitfall 1: says what is lost when nobody is there', async () => {
    const { code, stderr } = await start('exits.mjs', { ...env, HEC_URL: 'http://127.0.0.1:9' }).ended;
    expect(code).toBe(3);
    expect(stderr).toContain('2000 events not delivered when the process ended');
  });

  it('delivers what was logged right before an uncaught exception, which is printed as ever', async () => {
    const { code, stderr } = await start('throws.mjs', env).ended;
    expect(code).toBe(1);
    expect(stderr).toContain('Error: nobody caught me');
    expect(stderr).not.toContain('not delivered');
    expect((await server.events()).map(({ event }) => event)).toEqual(['last words']);
  });

  it('pitfall 2: delivers what is held when SIGTERM ends the process', async () => {
    const { child, ended } = start('server.mjs', { ...env, HEC_BATCH_LINGER_MS: '60000' });
    await once(child, 'message');
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: null, signal: 'SIGTERM' });
    expect((await server.events()).map(({ event }) => event)).toEqual(['serving']);
  });

  it('does nothing when OTEL_SDK_DISABLED is true', async () => {
    expect(await start('api.mjs', { ...env, OTEL_SDK_DISABLED: 'true' }).ended).toMatchObject({ code: 0, stderr: '' });
    expect(await server.events()).toEqual([]);
  });

  it('says so when another provider was registered first', async () => {
    const { ended } = start('api.mjs', env, ['--import', taken, '--import', 'otel-hec/register']);
    const { code, stderr } = await ended;
    expect(code).toBe(0);
    expect(stderr).toContain('otel-hec/register: another OpenTelemetry logger provider was registered first');
  });

  it('costs a warning, not the start of the application, when the configuration is wrong', async () => {
    const { code, stderr } = await start('api.mjs', { ...env, HEC_URL: 'http://example.com:8088' }).ended;
    expect(code).toBe(0);
    expect(stderr).toMatch(/HecWarning: otel-hec\/register: logs are not sent: .*http/);
  });
});

describe('the resource of the environment', () => {
  it.each<[string, Record<string, string>, Record<string, string>]>([
    ['nothing', {}, { 'service.name': 'unknown_service:node' }],
    ['a service', { OTEL_SERVICE_NAME: 's' }, { 'service.name': 's' }],
    [
      'attributes',
      { OTEL_RESOURCE_ATTRIBUTES: ' a=1 ,service.name=x, b = y%2Cz ' },
      { a: '1', 'service.name': 'x', b: 'y,z' },
    ],
    ['both', { OTEL_SERVICE_NAME: 's', OTEL_RESOURCE_ATTRIBUTES: 'service.name=x' }, { 'service.name': 's' }],
    ['nonsense', { OTEL_RESOURCE_ATTRIBUTES: 'a=1,b' }, { 'service.name': 'unknown_service:node' }],
    ['bad encoding', { OTEL_RESOURCE_ATTRIBUTES: 'a=%' }, { 'service.name': 'unknown_service:node' }],
  ])('is read from %s', (_name, variables, attributes) => {
    expect(resourceOf(variables).attributes).toEqual(attributes);
  });
});
