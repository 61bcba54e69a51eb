import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import process from 'node:process';

/** What a figure has to be read with. */
export interface Header {
  readonly at: string;
  readonly commit: string;
  readonly node: string;
  readonly zlib: string;
  readonly platform: string;
  readonly cores: number;
  readonly cpu: string;
  readonly memoryGiB: number;
  /** Load of the minute before it began. */
  readonly loadBefore: number;
  /** Load of its last minute. */
  readonly loadAfter: number;
  readonly quick: boolean;
}

export function header(loadBefore: number, quick: boolean): Header {
  return {
    at: new Date().toISOString(),
    commit: commit(),
    node: process.versions.node,
    zlib: process.versions.zlib,
    platform: `${process.platform} ${process.arch}`,
    cores: cpus().length,
    cpu: cpus()[0]?.model ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    loadBefore,
    loadAfter: load(),
    quick,
  };
}

export function load(): number {
  return Number((loadavg()[0] as number).toFixed(1));
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: import.meta.dirname, encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}
