// oxlint-disable-next-line import/no-unassigned-import -- it is imported for what it throws, and has to come first
import './require-node.ts';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as util from 'node:util';

// `import.meta` does not exist in the CommonJS build and `__filename` not in the ESM one; the call site knows in both.
const here = util.getCallSites(1)[0]?.scriptName ?? '';
const file = here.startsWith('file:') ? fileURLToPath(here) : here;

/**
 * Absolute path of the transport, for `target`. pino looks a name up from the files on its call stack, and finds nothing
 * where the package that makes the logger is not the one that depends on pino-hec (pnpm, Yarn PnP, deep call stacks;
 * pitfall 10). A path is taken as it is.
 * @example
 * import { targetPath } from 'pino-hec/target';
 * pino({ transport: { target: targetPath } });
 */
export const targetPath: string = join(dirname(file), `index${extname(file)}`);
