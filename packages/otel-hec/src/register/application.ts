import { createRequire } from 'node:module';
import { join } from 'node:path';
import { argv, cwd } from 'node:process';

/** Packages as the application finds them, which is where instrumentations are installed. */
export interface Application {
  /** File of a package; `undefined` when it is not installed. */
  resolve(id: string): string | undefined;
  /** The package, or `undefined`. What it throws while it loads is thrown. */
  require(id: string): unknown;
  /** The same, as one of its packages finds them. */
  asSeenFrom(file: string): Application;
}

/** From the main script, then from the working directory (`node -e`, or a script elsewhere). */
export function createApplication(): Application {
  const [, script] = argv;
  return lookingFrom([...(script === undefined ? [] : [script]), join(cwd(), 'index.js')]);
}

function lookingFrom(files: readonly string[]): Application {
  const requires = files.map((file) => createRequire(file));
  const resolve = (id: string): string | undefined => {
    for (const from of requires) {
      try {
        return from.resolve(id);
      } catch {
        // Not from there.
      }
    }
    return undefined;
  };
  return {
    resolve,
    require(id) {
      const file = resolve(id);
      return file === undefined ? undefined : (requires[0] as NodeJS.Require)(file);
    },
    asSeenFrom: (file) => lookingFrom([file]),
  };
}
