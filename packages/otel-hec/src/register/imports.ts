import { register as registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Application } from './application.ts';

interface SyncHooks {
  supportsSyncHooks(): boolean;
  register(options: { readonly include: readonly string[] }): void;
}

// Everything else is left alone: a hook costs every module it looks at, and not every module bears it.
const INCLUDE = ['pino', 'winston'];

/**
 * Lets instrumentations see what ES modules import; what is required they see anyway. The hooks have to be those of the
 * instrumentation's own copy of import-in-the-middle.
 *
 * Hooks in the application's thread where Node.js has them: `module.register` is deprecated in 26 and says so.
 */
export function hookImports(application: Application): void {
  const pino = application.resolve('@opentelemetry/instrumentation-pino');
  const base = pino === undefined ? undefined : application.asSeenFrom(pino).resolve('@opentelemetry/instrumentation');
  if (base === undefined) return;
  const instrumentation = application.asSeenFrom(base);
  // An ES module, which `require` loads from Node.js 22.12 on. Older versions of import-in-the-middle have none.
  const hooks = instrumentation.require('import-in-the-middle/register-hooks.mjs') as SyncHooks | undefined;
  if (hooks?.supportsSyncHooks() === true) return hooks.register({ include: INCLUDE });
  const threaded = instrumentation.resolve('@opentelemetry/instrumentation/hook.mjs');
  if (threaded !== undefined) registerHooks(pathToFileURL(threaded), { data: { include: INCLUDE } });
}
