import { describe, expect, it } from 'vitest';
import { DialError } from '../../src/endpoint/dial.ts';
import type { Progress } from '../../src/endpoint/exchange.ts';
import { explain } from '../../src/endpoint/explain.ts';

const about = (progress: Progress, reused = false) => ({
  origin: 'https://s:8088',
  proxyOrigin: undefined,
  timeoutMs: 1000,
  progress,
  reused,
});
const error = (code: string): Error => Object.assign(new Error('secret words'), { code });

describe('explain', () => {
  it.each([
    ['ECONNREFUSED', 'connection-refused'],
    ['ENOTFOUND', 'dns'],
    ['EAI_AGAIN', 'dns'],
    ['ETIMEDOUT', 'timeout'],
    ['ECONNRESET', 'connection-reset'],
    ['EHOSTUNREACH', 'other'],
    ['EMFILE', 'other'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
    ['CERT_NOT_YET_VALID', 'tls'],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'tls'],
    ['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'tls'],
    ['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', 'tls'],
    ['ERR_SSL_SOMETHING_NEW', 'tls'],
    ['ERR_SOMETHING_ELSE', 'other'],
  ])('of %s while connecting is %s, and nothing can have been taken', (code, reason) => {
    const failure = explain(new DialError(error(code), false), about('waiting'));
    expect(failure).toMatchObject({ reason, ambiguous: false });
    expect(failure.message).toContain('https://s:8088');
    expect(failure.message).not.toContain('secret words');
  });

  it.each<[string, Progress, boolean, string, boolean]>([
    ['UND_ERR_SOCKET', 'sent', false, 'connection-reset', true],
    ['UND_ERR_SOCKET', 'sent', true, 'stale-socket', true],
    ['UND_ERR_SOCKET', 'answering', true, 'connection-reset', true],
    ['EPIPE', 'sent', true, 'stale-socket', true],
    ['ECONNRESET', 'sent', false, 'connection-reset', true],
    ['UND_ERR_HEADERS_TIMEOUT', 'sent', false, 'timeout', true],
    ['UND_ERR_BODY_TIMEOUT', 'answering', false, 'timeout', true],
    ['UND_ERR_INVALID_ARG', 'waiting', false, 'other', false],
    ['UND_ERR_HEADERS_OVERFLOW', 'sent', false, 'other', true],
    ['HPE_INVALID_CONSTANT', 'sent', false, 'other', true],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'sent', false, 'tls', false],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'sent', true, 'tls', true],
    ['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', 'sent', false, 'tls', true],
    ['EHOSTUNREACH', 'sent', false, 'other', true],
  ])('of %s while %s (reused: %s) is %s, ambiguous: %s', (code, progress, reused, reason, ambiguous) => {
    const failure = explain(error(code), about(progress, reused));
    expect(failure).toMatchObject({ reason, ambiguous });
    expect(failure.message).toContain('https://s:8088');
    expect(failure.message).not.toContain('secret words');
  });

  it.each([['text'], [undefined], [new TypeError('secret words')], [{ code: 1 }]])(
    'never throws, as for %j',
    (thrown) => {
      expect(explain(thrown, about('sent'))).toMatchObject({ reason: 'other', ambiguous: true });
    },
  );
});
