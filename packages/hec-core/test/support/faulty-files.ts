import fs from 'node:fs';
import { onTestFinished } from 'vitest';
import type { Disk } from '../../src/spool/disk.ts';

const CALLS = ['open', 'openSync', 'read', 'readFileSync', 'writeSync', 'mkdirSync', 'unlinkSync'] as const;

type Call = (typeof CALLS)[number];
type Anything = (...args: unknown[]) => unknown;

/** The codes that calls of `node:fs` fail with, while they are set, where they are about files below a directory. */
export type Faults = Partial<Record<Call & keyof Disk, string>>;

/** Makes files below a directory fail for this process, until the test is over. */
export function faultyFiles(dir: string): Faults {
  const faults: Faults = {};
  const fds = new Set<unknown>();
  const isThere = (about: unknown): boolean =>
    typeof about === 'number' ? fds.has(about) : String(about).startsWith(dir);
  for (const name of CALLS) {
    const real = fs[name] as Anything;
    const wrapped: Anything = (...args) => {
      const there = isThere(args[0]);
      const code = there ? faults[name] : undefined;
      const callback = args.at(-1);
      const done = typeof callback === 'function' ? (callback as Anything) : undefined;
      if (code !== undefined) {
        const error = Object.assign(new Error(`${code}: injected`), { code });
        if (done === undefined) throw error;
        queueMicrotask(() => done(error));
        return undefined;
      }
      if (!there || !name.startsWith('open')) return Reflect.apply(real, fs, args);
      if (done === undefined) {
        const fd = Reflect.apply(real, fs, args);
        fds.add(fd);
        return fd;
      }
      const noting: Anything = (error, fd) => {
        fds.add(fd);
        done(error, fd);
      };
      return Reflect.apply(real, fs, [...args.slice(0, -1), noting]);
    };
    Reflect.set(fs, name, wrapped);
    onTestFinished(() => void Reflect.set(fs, name, real));
  }
  return faults;
}
