import { join } from 'node:path';
import { nodeRuntime, type Runtime } from '../runtime.ts';
import { destinationsIn, folderOf, namesIn, segmentsIn } from './directory.ts';
import { codeOf, type Disk, nodeDisk } from './disk.ts';
import type { Owner } from './owner.ts';
import { readTickets } from './reader.ts';
import { recoverSegment } from './recovery.ts';
import { eventsOf } from './tickets.ts';
import type { BatchLimits, SpoolBatch } from './types.ts';

/** What a look into a spool finds: unsettled events, or why some cannot be shown. */
export type Sight = { readonly destination: string; readonly segment: string } & (
  | { readonly dialect: string; readonly batch: SpoolBatch; readonly problem?: undefined }
  | { readonly problem: string; readonly batch?: undefined }
);

/**
 * Reads everything unsettled in a spool directory, of all destinations, owners and dialects, without a lock and
 * without changing anything: what a running application is settling meanwhile may still be shown.
 * @throws the system's error when the directory cannot be read.
 */
export async function* inspectSpool(
  dir: string,
  limits: BatchLimits,
  { disk = nodeDisk, runtime = nodeRuntime }: { readonly disk?: Disk; readonly runtime?: Runtime } = {},
): AsyncGenerator<Sight, void> {
  for (const destination of destinationsIn(disk, dir)) {
    const folder = folderOf(dir, destination);
    for (const name of namesIn(disk, folder)) {
      const owner: Owner = { path: join(folder, name), release: () => {}, remove: () => {} };
      for (const file of segmentsIn(disk, owner.path)) {
        const where = { destination, segment: join(owner.path, file.segment) };
        const found = await recoverSegment(disk, 0, owner, file, { dialect: undefined, limits }).catch(messageOf);
        if (typeof found === 'string') {
          if (found !== '') yield { ...where, problem: found };
          continue;
        }
        if (found.left !== undefined) yield { ...where, problem: found.left };
        if (found.damaged.length > 0) yield { ...where, problem: `${eventsOf(found.damaged)} event(s) are damaged` };
        if (found.left !== undefined) continue;
        let why = '';
        const failed = (error: unknown): void => void (why = messageOf(error));
        const reading = { disk, runtime, failed, segment: () => found.segment };
        for (const { tickets, dialect } of found.recovered) {
          const { batch } = await readTickets(reading, tickets);
          if (batch !== undefined) yield { ...where, dialect, batch };
          else if (why !== '') yield { ...where, problem: why };
        }
      }
    }
  }
}

/** Nothing to say of what somebody has delivered, and removed, while we were looking. */
function messageOf(error: unknown): string {
  if (codeOf(error) === 'ENOENT') return '';
  return `it cannot be read (${codeOf(error)})`;
}
