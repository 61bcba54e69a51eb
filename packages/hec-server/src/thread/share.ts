import { clearTimeout, setTimeout } from 'node:timers';
import { type ServerThread, startServerThread } from './server-thread.ts';

/** Test suites close a server after each test and start the next one at once: the thread stays for that one. */
const IDLE_MS = 1_000;

let thread: ServerThread | undefined;
let servers = 0;
let idle: NodeJS.Timeout | undefined;

/**
 * The thread that all servers of this one share. To start a thread and load the code into it takes hundreds of times as
 * long as to start a server there: 175 ms of CPU against 0.4 (Node 24).
 */
export function enterThread(): ServerThread {
  clearTimeout(idle);
  if (thread === undefined || thread.failure !== undefined) {
    thread = startServerThread();
    servers = 0;
  }
  servers++;
  return thread;
}

/** A server that was in the thread is gone. The last one's thread ends when no other has come for a second. */
export function leaveThread(left: ServerThread): void {
  if (left !== thread || --servers > 0) return;
  idle = setTimeout(() => {
    thread = undefined;
    left.end();
  }, IDLE_MS).unref();
}
