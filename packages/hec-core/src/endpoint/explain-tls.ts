import type { FailureReason } from './types.ts';

type Told = readonly [reason: FailureReason, message: string];

const UNTRUSTED =
  'its certificate is not signed by an authority this client trusts, as is usual with the one Splunk comes with. ' +
  'Name the authority, or the certificate itself, in tls.ca (a file, PEM text or system).';
const CLIENT_CERTIFICATE =
  'it wants a client certificate that it knows. Check tls.cert and tls.key, and that the collector trusts their authority.';
const NO_COMMON_PROTOCOL =
  'it and this client have no version of TLS in common. See tls.minVersion, and what the collector allows.';

/** What the codes of Node's and OpenSSL's TLS errors mean to whoever runs the client. */
const MEANINGS: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  CERT_UNTRUSTED: UNTRUSTED,
  CERT_SIGNATURE_FAILURE: UNTRUSTED,
  INVALID_CA: UNTRUSTED,
  ERR_TLS_CERT_ALTNAME_INVALID:
    'its certificate is for another host name. Use that name in url, or give it as tls.servername.',
  CERT_HAS_EXPIRED: "its certificate has expired: it has to be renewed. Check this machine's clock too.",
  CERT_NOT_YET_VALID: "its certificate is not valid yet. Check this machine's clock, and the collector's.",
  CERT_REVOKED: 'its certificate was revoked.',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS on this port. Write http:// in url, or correct the port.',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS on this port. Write http:// in url, or correct the port.',
  ERR_SSL_HTTP_REQUEST: 'it does not speak TLS on this port. Write http:// in url, or correct the port.',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: CLIENT_CERTIFICATE,
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: CLIENT_CERTIFICATE,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: CLIENT_CERTIFICATE,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: CLIENT_CERTIFICATE,
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: CLIENT_CERTIFICATE,
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE:
    'it ended the handshake. It may want a client certificate (tls.cert, tls.key) or other ciphers.',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: NO_COMMON_PROTOCOL,
  ERR_SSL_UNSUPPORTED_PROTOCOL: NO_COMMON_PROTOCOL,
  ERR_SSL_TLSV1_UNRECOGNIZED_NAME: 'it knows no host of this name. Check url, or tls.servername.',
};

/** @returns `undefined` when the error is not about TLS. */
export function explainTls(error: unknown, where: string): Told | undefined {
  const meaning = MEANINGS[codeOf(error)];
  if (meaning !== undefined) return ['tls', `No TLS connection with ${where}: ${meaning}`];
  if (isAlert(error)) return ['tls', `${where} speaks TLS on this port. Write https:// in url.`];
  if (!/^ERR_(SSL|TLS|OSSL)_|^EPROTO$/.test(codeOf(error))) return undefined;
  return ['tls', `No TLS connection with ${where}: the handshake failed (${codeOf(error)}).`];
}

/** Whether the error says that a connection was refused rather than that one broke. */
export function isHandshakeRefusal(error: unknown): boolean {
  return MEANINGS[codeOf(error)] !== undefined || isAlert(error);
}

/** A TLS record of type alert (21), in any version (3.x): what a TLS port may answer to plain http. */
function isAlert(error: unknown): boolean {
  return (
    error instanceof Error && 'data' in error && typeof error.data === 'string' && error.data.startsWith('\u0015\u0003')
  );
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
