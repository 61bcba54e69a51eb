import { generate } from 'selfsigned';

export interface Identity {
  readonly key: string;
  readonly cert: string;
}

const until = (days: number): Date => new Date(Date.now() + days * 86_400_000);

/** A certificate authority of the test's own. */
export async function createAuthority(name = 'Test authority'): Promise<Identity> {
  const made = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: until(2),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, digitalSignature: true, critical: true },
    ],
  });
  return { key: made.private, cert: made.cert };
}

/** A certificate for names and 127.0.0.1; signed by itself without an authority. */
export async function createIdentity(
  options: { readonly by?: Identity; readonly names?: readonly string[]; readonly expired?: boolean } = {},
): Promise<Identity> {
  const { by, names = ['localhost'], expired = false } = options;
  const made = await generate([{ name: 'commonName', value: names[0] ?? 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: until(expired ? -3 : -1),
    notAfterDate: until(expired ? -1 : 1),
    extensions: [
      { name: 'basicConstraints', cA: false },
      {
        name: 'subjectAltName',
        altNames: names.map((value) => (value === '127.0.0.1' ? { type: 7, ip: value } : { type: 2, value })),
      },
    ],
    ...(by === undefined ? {} : { ca: by }),
  });
  return { key: made.private, cert: made.cert };
}
