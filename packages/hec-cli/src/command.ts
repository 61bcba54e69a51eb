import type { CommandFlags, CommandLine } from 'hec-core';
import { createHecClient, type HecClient, type HecOptions } from 'hec-core';
import type { Terminal } from './terminal.ts';

/** One of the words after `hec`. */
export interface Command {
  /** How it is called, without `hec`. */
  readonly usage: string;
  /** What it does, in a line for the list of commands. */
  readonly meaning: string;
  /** The rest, for its own help. */
  readonly more: string;
  readonly flags: CommandFlags;
  /** @returns the exit code */
  run(line: CommandLine, terminal: Terminal): Promise<number>;
}

/** Flags that every command has. */
export const COMMON: CommandFlags = {
  json: { type: 'boolean', meaning: 'Prints the answer as JSON, a line each' },
  help: { type: 'boolean', short: 'h', meaning: 'Prints this' },
};

/** Something is lost, refused or not as it should be. */
export const FAILED = 1;
/** It could not begin: wrong flags, nothing configured. */
export const UNUSABLE = 2;

/** A client that speaks through the terminal, or nothing if nobody said where to send to. */
export function openClient(options: HecOptions, terminal: Terminal): HecClient | undefined {
  const client = createHecClient(options, {
    onWarning: ({ code, message }) => void (code === 'dropped-shutdown' || terminal.note(message)),
  });
  const configured = client.stats().destinations.some(({ endpoints }) => endpoints.length > 0);
  return configured ? client : undefined;
}
