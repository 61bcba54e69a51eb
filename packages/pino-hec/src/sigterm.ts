// oxlint-disable-next-line import/no-unassigned-import -- it is imported for what it throws, and has to come first
import './require-node.ts';
import process from 'node:process';

/** 128 + 15: what a process that SIGTERM ends is reported as. */
const EXIT_CODE = 143;

/**
 * `import 'pino-hec/sigterm'`: a process that gets SIGTERM and does not handle it ends without any event, and what pino
 * holds is lost (pitfall 2). With this it goes through `process.exit`, where the transport delivers. An application with a
 * handler of its own keeps the say in when it ends.
 */
process.once('SIGTERM', () => {
  if (process.listenerCount('SIGTERM') === 0) process.exit(EXIT_CODE);
});
