// Where a worker thread begins that delivers what the process held as it ended: started by deliver.ts, never imported.
import process from 'node:process';
import { workerData } from 'node:worker_threads';
import { openAccount } from './account.ts';
import type { Handed } from './deliver.ts';

const handed = workerData as Handed;
const account = openAccount(handed.memory);
// However the thread ends, nobody waits for it any longer. Imported later than this: it may be missing.
process.on('exit', account.end);
account.begin();
void import('./deliver-remains.ts').then(({ deliverRemains }) => deliverRemains(handed, account));
