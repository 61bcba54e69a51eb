import { type DebugLogger, debuglog } from 'node:util';

/** Printed with `NODE_DEBUG=hec`. Never given a credential, nor the text of an event. */
export const debug: DebugLogger = debuglog('hec');
