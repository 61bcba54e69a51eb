import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { pnpm } from './pnpm.ts';

const folder = path.join(import.meta.dirname, 'peers');

/**
 * Installs what is compared with, if it is not there as its lockfile says. It is no part of the workspace: of these
 * packages some are deprecated and have known vulnerabilities, and nobody gets them who does not measure them.
 */
export function installPeers(say: (text: string) => void): void {
  const wanted = readFileSync(path.join(folder, 'pnpm-lock.yaml'), 'utf8');
  const installed = path.join(folder, 'node_modules/.pnpm/lock.yaml');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === wanted) return;
  say('installs the peers into test/bench/peers/node_modules');
  pnpm(['install', '--frozen-lockfile'], folder);
}

const fromPeers = createRequire(path.join(folder, 'package.json'));

/** The file that a peer is loaded from: what pino takes as a target, too. */
export const fileOf = (name: string): string => fromPeers.resolve(name);

/** Loads a peer as applications do. What of it is used, the caller says. */
export async function loadPeer<T>(name: string): Promise<T> {
  return (await import(pathToFileURL(fileOf(name)).href)) as T;
}
