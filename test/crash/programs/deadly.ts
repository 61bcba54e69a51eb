// Preloaded into a life that is to die inside a call of its spool: the calls of `node:fs` that the spool makes kill the
// process, as SIGKILL would, at the place that CRASH_AT names.
import fs from 'node:fs';
import process from 'node:process';
import { type Death, deadlyDisk } from '../../../packages/hec-core/test/spool/support/deadly-disk.ts';

const at = process.env['CRASH_AT'];
if (at !== undefined)
  for (const [name, call] of Object.entries(deadlyDisk(JSON.parse(at) as Death)))
    if (call !== Reflect.get(fs, name)) Reflect.set(fs, name, call);
