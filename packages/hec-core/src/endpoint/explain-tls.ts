import type { FailureReason } from './types.ts';

type Told = readonly [reason: FailureReason, message: string];

const UNTRUSTED =
  'its certificate is not signed by an authority this client trusts, as is usual with the one Splunk comes with. ' +
  'Name the authority, or the certificate itself, in tls.ca (a file, PEM text or system).';
const CLIENT_CERTIFICATE =
  'it wants a client certificate that it knows. Check tls.cert and tls.key, and that the collector trusts their authority.';
const NO_COMMON_PROTOCOL =
  'it and this client have no version of TLS in common. See tls.minVersion, and what the collector allows.';

/** What the codes of Node's and OpenSSL's TLS errors mean. OpenSSL spells its prefixes differently in each version. */
const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [
    /SELF_SIGNED_CERT|UNABLE_TO_(VERIFY_LEAF|GET_ISSUER)|^CERT_UNTRUSTED$|^CERT_SIGNATURE_FAILURE$|^INVALID_CA$/,
    UNTRUSTED,
  ],
  [/ALTNAME_INVALID$/, 'its certificate is for another host name. Use that name in url, or give it as tls.servername.'],
  [/^CERT_HAS_EXPIRED$/, "its certificate has expired: it has to be renewed. Check this machine's clock too."],
  [/^CERT_NOT_YET_VALID$/, "its certificate is not valid yet. Check this machine's clock, and the collector's."],
  [/^CERT_REVOKED$/, 'its certificate was revoked.'],
  [
    /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST$/,
    'it does not speak TLS on this port. Write http:// in url, or correct the port.',
  ],
  [/ALERT_(BAD_CERTIFICATE|CERTIFICATE_(UNKNOWN|EXPIRED|REQUIRED)|UNKNOWN_CA)$/, CLIENT_CERTIFICATE],
  [
    /ALERT_HANDSHAKE_FAILURE$/,
    'it ended the handshake. It may want a client certificate (tls.cert and tls.key), or other ciphers.',
  ],
  [/ALERT_PROTOCOL_VERSION$|UNSUPPORTED_PROTOCOL$/, NO_COMMON_PROTOCOL],
  [/UNRECOGNIZED_NAME$/, 'it knows no host of this name. Check url, or tls.servername.'],
];

/** @returns `undefined` when the error is not about TLS. */
export function explainTls(error: unknown, where: string): Told | undefined {
  const meaning = meaningOf(error);
  if (meaning !== undefined) return ['tls', `No TLS connection with ${where}: ${meaning}`];
  if (isAlert(error)) return ['tls', `${where} speaks TLS on this port. Write https:// in url.`];
  if (!/^ERR_(SSL|TLS|OSSL)_|^EPROTO$/.test(codeOf(error))) return undefined;
  return ['tls', `No TLS connection with ${where}: the handshake failed (${codeOf(error)}).`];
}

/** Whether the error says that a connection was refused rather than that one broke. */
export function isHandshakeRefusal(error: unknown): boolean {
  return meaningOf(error) !== undefined || isAlert(error);
}

function meaningOf(error: unknown): string | undefined {
  const code = codeOf(error);
  return code === '' ? undefined : MEANINGS.find(([pattern]) => pattern.test(code))?.[1];
}

/** A TLS record of type alert (21), in any version (3.x): what a TLS port may answer to plain http. */
function isAlert(error: unknown): boolean {
  return (
    error instanceof Error && 'data' in error && typeof error.data === 'string' && error.data.startsWith('\u0015\u0003')
  );
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
