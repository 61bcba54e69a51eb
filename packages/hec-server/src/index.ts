// oxlint-disable-next-line import/no-unassigned-import -- it is imported for what it throws, and has to come first
import './node-version.ts';

export { runCli } from './cli.ts';
export type { Fault, FaultAction, FaultMatch } from './fault/types.ts';
export type { PersonalityName } from './personality/types.ts';
export { startHecServer } from './start.ts';
export type {
  AckOptions,
  EventQuery,
  HecServer,
  HecServerOptions,
  ReceivedEvent,
  ReceivedRequest,
  ServerStats,
  TlsOptions,
  WaitOptions,
} from './types.ts';
