import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import { der, oid, sequence, utcTime } from './der.ts';

const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'));
const commonName = '2.5.4.3';
const basicConstraints = '2.5.29.19';
const subjectAltName = '2.5.29.17';
const dayMs = 86_400_000;

const groups = (part: string): string[] => part.split(':').filter(Boolean);

/** The sixteen or four bytes of an address, as a certificate wants them. */
function addressBytes(host: string): Buffer {
  if (isIP(host) === 4) return Buffer.from(host.split('.').map(Number));
  const [head = '', tail] = host.split('::');
  const after = groups(tail ?? '');
  const before = groups(head);
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return Buffer.from([...before, ...zeros, ...after].map((group) => group.padStart(4, '0')).join(''), 'hex');
}

function alternativeName(host: string): Buffer {
  return isIP(host) === 0 ? der(0x82, Buffer.from(host)) : der(0x87, addressBytes(host));
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  return sequence(oid(id), ...(critical ? [der(0x01, Buffer.of(0xff))] : []), der(0x04, value));
}

/**
 * A certificate for the hosts, signed by its own key, valid for 30 days: RFC 5280 with no more than TLS clients ask for.
 * Written here because Node can sign but not build certificates, and this package has no dependencies.
 */
export function createSelfSigned(hosts: readonly string[], now: Date = new Date()): { cert: string; key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(der(0x31, sequence(oid(commonName), der(0x0c, Buffer.from('hec-server on this machine')))));
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40; // positive, and no leading zero
  const extensions = sequence(
    extension(basicConstraints, sequence(der(0x01, Buffer.of(0xff))), true),
    extension(subjectAltName, sequence(...[...new Set(hosts)].map(alternativeName))),
  );
  const signed = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, serial),
    ecdsaWithSha256,
    name,
    // A day of slack for clocks that disagree, in containers and virtual machines.
    sequence(utcTime(new Date(now.getTime() - dayMs)), utcTime(new Date(now.getTime() + 30 * dayMs))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  );
  const signature = sign('sha256', signed, privateKey);
  const certificate = sequence(signed, ecdsaWithSha256, der(0x03, Buffer.of(0), signature));
  const lines = certificate.toString('base64').replaceAll(/.{64}(?=.)/g, '$&\n');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
