import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as util from 'node:util';

// `import.meta` does not exist in the CommonJS build and `__filename` not in the ESM one; the call site knows in both.
const here = util.getCallSites(1)[0]?.scriptName ?? '';

/** The version of this package. */
export function version(): string {
  // From the sources and from either build the manifest is somewhere above; the CommonJS build has a stub in between.
  for (let folder = dirname(here.startsWith('file:') ? fileURLToPath(here) : here); ; folder = dirname(folder)) {
    const found = manifest(join(folder, 'package.json'));
    if (found.name === 'hec-cli' && found.version !== undefined) return found.version;
    if (folder === dirname(folder)) return 'unknown';
  }
}

function manifest(file: string): { readonly name?: string; readonly version?: string } {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { name?: string; version?: string };
  } catch {
    return {};
  }
}
