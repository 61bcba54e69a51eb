import { HecError } from './errors.ts';

// Read by every Node from 14 on: this file and what it imports use the global `process` and no newer syntax.

/** The oldest Node that the suite runs on: what undici 8 needs. */
const OLDEST = '22.19';

/**
 * Says in words at once that this Node is too old, where undici would fail later and deep inside.
 *
 * @param packageName who needs it.
 * @param oldest `major.minor` of the oldest version that will do.
 * @param version the running version, `major.minor.patch` with whatever comes after.
 * @throws HecError `HEC_OLD_NODE`
 */
export function requireNode(
  packageName: string,
  oldest: string = OLDEST,
  version: string = process.versions.node,
): void {
  const [major, minor] = numbersOf(version);
  const [oldestMajor, oldestMinor] = numbersOf(oldest);
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new HecError(
    'HEC_OLD_NODE',
    `${packageName} needs Node.js ${oldest} or newer, but this is ${version}, started from ${process.execPath}. ` +
      'Node.js 24 (LTS) is at https://nodejs.org; with nvm it is `nvm install 24`.',
  );
}

function numbersOf(version: string): [major: number, minor: number] {
  const [major = '', minor = ''] = version.split('.');
  return [Number.parseInt(major, 10), Number.parseInt(minor, 10)];
}
