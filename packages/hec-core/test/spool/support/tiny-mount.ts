import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Mount {
  readonly dir: string;
  /** `ro` or `rw`: from now on it may only be read, or written again. */
  remount(how: 'ro' | 'rw'): void;
  unmount(): void;
}

/** A file system of its own with little room; undefined where this user may not mount one. */
export function mountTiny(kilobytes: number): Mount | undefined {
  const dir = mkdtempSync(join(tmpdir(), 'hec-tiny-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', dir]);
  if (status !== 0) {
    rmSync(dir, { recursive: true });
    return undefined;
  }
  return {
    dir,
    remount: (how) => void spawnSync('mount', ['-o', `remount,${how}`, dir]),
    unmount() {
      spawnSync('umount', ['-l', dir]);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
