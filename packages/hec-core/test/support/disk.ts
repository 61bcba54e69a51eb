import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A directory for a spool, removed after the test. */
export async function spoolDirectory(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'hec-spool-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** The segments in a spool directory, as paths. */
export async function segmentsIn(dir: string): Promise<string[]> {
  const names = await readdir(dir, { recursive: true });
  return names.filter((name) => name.endsWith('.segment')).map((name) => join(dir, name));
}

/** Everything that is in the segments of a spool directory, as text. */
export async function textIn(dir: string): Promise<string> {
  const texts = await Promise.all((await segmentsIn(dir)).map((path) => readFile(path, 'utf8')));
  return texts.join('');
}
