import process from 'node:process';
import { type Disk, nodeDisk } from '../../../src/spool/disk.ts';

/** A place in the spool's dealings with the disk at which the process is to die. */
export interface Death {
  readonly call:
    | 'writeSync'
    | 'openSync'
    | 'unlinkSync'
    | 'rmdirSync'
    | 'mkdirSync'
    | 'chmodSync'
    | 'read'
    | 'closeSync';
  /** How the path ends that the call is about; the last one opened, where the call names none. */
  readonly path: string;
  /** The how many-th such call, from 1. */
  readonly nth: number;
  /** `half` is for writes. */
  readonly when: 'before' | 'half' | 'after';
}

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  // The signal is on its way.
  for (;;);
}

/** The real disk, on which the process kills itself as SIGKILL would. */
export function deadlyDisk({ call, path, nth, when }: Death): Disk {
  // Its calls as they are now: the result may be put in their place.
  const real: Disk = { ...nodeDisk };
  const paths = new Map<number, string>();
  let seen = 0;
  const due = (about: unknown): boolean => String(about).endsWith(path) && ++seen === nth;
  return {
    ...real,
    openSync(about, ...rest) {
      const now = call === 'openSync' && due(about);
      if (now && when === 'before') die();
      const fd = real.openSync(about, ...rest);
      paths.set(fd, String(about));
      if (now) die();
      return fd;
    },
    closeSync(fd) {
      const now = call === 'closeSync' && due(paths.get(fd));
      if (now && when === 'before') die();
      real.closeSync(fd);
      if (now) die();
    },
    writeSync: ((fd: number, bytes: Uint8Array, offset: number, length: number, position: number | null) => {
      const now = call === 'writeSync' && due(paths.get(fd));
      if (now && when === 'before') die();
      if (now && when === 'half') {
        real.writeSync(fd, bytes, offset, Math.floor(length / 2), position);
        die();
      }
      const written = real.writeSync(fd, bytes, offset, length, position);
      if (now) die();
      return written;
    }) as Disk['writeSync'],
    ...Object.fromEntries(
      (['unlinkSync', 'rmdirSync', 'mkdirSync', 'chmodSync'] as const)
        .filter((name) => name === call)
        .map((name) => [
          name,
          (about: string, ...rest: never[]) => {
            const now = due(about);
            if (now && when === 'before') die();
            const result: unknown = Reflect.apply(real[name], real, [about, ...rest]);
            if (now) die();
            return result;
          },
        ]),
    ),
    ...(call === 'read' && {
      read: ((...args: Parameters<Disk['read']>) => {
        if (++seen === nth) die();
        return Reflect.apply(real.read, real, args);
      }) as Disk['read'],
    }),
  };
}
