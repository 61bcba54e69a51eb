import type { Call, House } from '../personality/types.ts';
import { judgeToken, readAuthorization } from './credential.ts';

/** How a request that needs a token in its Authorization header stands; `schemes` in lower case, `''` for a bare token. */
export function judgeAuthorization(
  call: Call,
  { config }: House,
  schemes: readonly string[],
): 'known' | 'missing' | 'wrong' {
  const header = readAuthorization(call);
  if (header === undefined) return 'missing';
  if (!schemes.includes(header.scheme)) return 'wrong';
  return judgeToken(config, header.value) === 'known' ? 'known' : 'wrong';
}
