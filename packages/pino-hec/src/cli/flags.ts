import type { CommandFlags } from 'hec-core';

/** The command's flags beside those of the options. */
export const FLAGS: CommandFlags = {
  tee: { type: 'boolean', short: 't', meaning: 'Copies standard input to standard output, byte for byte' },
  block: {
    type: 'boolean',
    meaning: 'Waits when the queue is full instead of dropping; the program in front waits too',
  },
  levels: {
    type: 'string',
    value: 'JSON',
    meaning: 'What levels mean, e.g. \'{"error":{"index":"errors"},"notice":35}\'',
  },
  'time-key': {
    type: 'string',
    negatable: true,
    value: 'KEY',
    meaning: 'Key of the time in a line; with --no- events get the time they arrive at ["time"]',
  },
  'level-key': { type: 'string', negatable: true, value: 'KEY', meaning: 'Key of the level in a line ["level"]' },
  'level-field': {
    type: 'string',
    negatable: true,
    value: 'NAME',
    meaning: 'Indexed field that the level travels in ["severity"]',
  },
  stats: { type: 'boolean', meaning: 'Prints the ledger as JSON to standard error at the end' },
  help: { type: 'boolean', short: 'h', meaning: 'Prints this' },
  version: { type: 'boolean', short: 'v', meaning: 'Prints the version' },
};

/** Flags that say something about lines, as the options they stand for. */
export function lineFlags(flags: Readonly<Record<string, string | boolean | undefined>>): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  for (const [flag, option] of [
    ['time-key', 'timeKey'],
    ['level-key', 'levelKey'],
    ['level-field', 'levelField'],
  ] as const) {
    if (flags[flag] !== undefined) settings[option] = flags[flag];
  }
  const { levels } = flags;
  if (typeof levels === 'string') settings['levels'] = jsonOr(levels);
  return settings;
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
