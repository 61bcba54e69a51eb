import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as util from 'node:util';

// `import.meta` does not exist in the CommonJS build and `__filename` not in the ESM one; the call site knows in both.
// A named import of getCallSites would fail to link on an old Node, before node-version.ts could say so in words.
const scriptName = util.getCallSites(1)[0]?.scriptName ?? '';
const file = scriptName.startsWith('file:') ? fileURLToPath(scriptName) : scriptName;

/** Folder of this build's entry: `src`, `dist/esm` or `dist/cjs`. */
export const here: string = dirname(file);

/** Path of another module of this same build: `.ts` when running from source, `.js` when built. */
export function sibling(name: string): string {
  return join(here, `${name}${extname(file)}`);
}
