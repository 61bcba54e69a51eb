// Posts one event, prints what came of it, and does nothing to end the process. Waits for the answer, or only for the end
// of its input. The name `two-addresses` has two, and nobody listens at the first.
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { argv, stdin, stdout } from 'node:process';
import { createSplunk } from '../../../src/dialect/splunk.ts';
import { createEndpoint } from '../../../src/endpoint/endpoint.ts';
import { normalise } from '../../../src/options/normalise.ts';
import { awake, nodeRuntime } from '../../../src/runtime.ts';

const [, , url = '', who = '', timeoutMs = '30000'] = argv;
const options = {
  url,
  token: 'a-token-of-a-child',
  allowInsecureHttp: true,
  request: { timeoutMs: Number(timeoutMs) },
};
const [settings] = normalise(options, {}, 'test-host').destinations;
if (settings === undefined) throw new Error('no destination');
const dialect = createSplunk();
const endpoint = createEndpoint({ url: new URL(url), settings, dialect, runtime: nodeRuntime });
const { route } = dialect.frame('event', {}, false);
const addresses = ['127.0.0.2', '127.0.0.1'].map((address) => ({ address, family: 4 }));
const lookup = (_name: string, _options: unknown, done: (error: null, found: typeof addresses) => void): void =>
  done(null, addresses);
Object.assign(dns, { lookup });
syncBuiltinESMExports();

const posted = endpoint
  .exchange({ route, body: Buffer.from('{"event":"hello"}\n'), encoding: 'identity' })
  .then((reply) => stdout.write(`${reply.response?.status ?? reply.failure?.reason}\n`));
if (who === 'waits') await awake(nodeRuntime, posted);
else stdin.resume();
