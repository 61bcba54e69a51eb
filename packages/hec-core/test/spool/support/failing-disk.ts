import { type Disk, nodeDisk } from '../../../src/spool/disk.ts';

function systemError(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: injected`), { code });
}

export interface FailingDisk {
  readonly disk: Disk;
  /** The code that a call fails with, while it is set. */
  readonly fails: Partial<Record<keyof Disk, string>>;
  /** How often each call was made. */
  readonly calls: Partial<Record<keyof Disk, number>>;
}

/** The real disk, of which calls can be made to fail. */
export function failingDisk(): FailingDisk {
  const fails: Partial<Record<keyof Disk, string>> = {};
  const calls: Partial<Record<keyof Disk, number>> = {};
  const wrapped = Object.keys(nodeDisk).map((name) => {
    const call = name as keyof Disk;
    const real = nodeDisk[call] as (...args: unknown[]) => unknown;
    return [
      call,
      (...args: unknown[]) => {
        calls[call] = (calls[call] ?? 0) + 1;
        const code = fails[call];
        const callback = args.at(-1);
        if (code === undefined) return Reflect.apply(real, nodeDisk, args);
        if (typeof callback !== 'function') throw systemError(code);
        queueMicrotask(() => Reflect.apply(callback, undefined, [systemError(code)]));
        return undefined;
      },
    ];
  });
  return { disk: Object.fromEntries(wrapped) as Disk, fails, calls };
}

/** A disk with room for so many bytes of segments and progress: it takes the part of a write that fits. */
export function smallDisk(bytes: number): Disk {
  let left = bytes;
  const sizes = new Map<string, number>();
  const paths = new Map<number, string>();
  return {
    ...nodeDisk,
    openSync(path, ...rest) {
      const fd = nodeDisk.openSync(path, ...rest);
      paths.set(fd, String(path));
      return fd;
    },
    writeSync: ((fd: number, data: Uint8Array, offset: number, length: number, position: number | null) => {
      if (left === 0) throw systemError('ENOSPC');
      const part = Math.min(left, length);
      left -= part;
      const path = paths.get(fd) ?? '';
      sizes.set(path, (sizes.get(path) ?? 0) + part);
      return nodeDisk.writeSync(fd, data, offset, part, position);
    }) as Disk['writeSync'],
    ftruncateSync(fd, size = 0) {
      const path = paths.get(fd) ?? '';
      left += (sizes.get(path) ?? 0) - (size ?? 0);
      sizes.set(path, size ?? 0);
      nodeDisk.ftruncateSync(fd, size);
    },
    unlinkSync(path) {
      nodeDisk.unlinkSync(path);
      left += sizes.get(String(path)) ?? 0;
      sizes.delete(String(path));
    },
  };
}
