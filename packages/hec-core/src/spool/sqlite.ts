import process from 'node:process';

type Sqlite = typeof import('node:sqlite');

/**
 * Node's own SQLite, loaded when a spool is opened and not before. Undefined where Node was built or started without
 * it. `getBuiltinModule` is synchronous and the same in ES modules and CommonJS.
 *
 * Node 22 says once that the module is experimental. We use nothing of it but its file locks, and the application has
 * not asked for it, so exactly this warning is kept from being printed; it is emitted while the module loads, which is
 * synchronous, so nobody else's warning can come by meanwhile.
 */
export function loadSqlite(): Sqlite | undefined {
  const emitWarning: typeof process.emitWarning = Reflect.get(process, 'emitWarning');
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    if (!String(warning).includes('SQLite is an experimental feature'))
      Reflect.apply(emitWarning, process, [warning, ...rest]);
  };
  try {
    return process.getBuiltinModule('node:sqlite');
  } catch {
    return undefined;
  } finally {
    process.emitWarning = emitWarning;
  }
}
