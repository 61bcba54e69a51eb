import type { LevelRule, LineOptions } from 'hec-core';
import type { PinoConfig } from './messages.ts';
import type { LineSettings } from './options.ts';

type Rule = Omit<LevelRule, 'label'>;

/** pino's own levels: what the numbers mean when nobody announces them. */
const LABELS: Readonly<Record<string, string>> = {
  '10': 'trace',
  '20': 'debug',
  '30': 'info',
  '40': 'warn',
  '50': 'error',
  '60': 'fatal',
};

/**
 * What hec-core has to know to read lines of a pino logger: the rule of each level under every text it can have in a
 * line, which is its number or, with `formatters.level`, its label (pitfall 39).
 */
export function lineOptions(settings: LineSettings, trusted: boolean, config?: PinoConfig): LineOptions {
  const { levels: given = {}, ...keys } = settings;
  const labels: Record<string, string> = { ...(config?.levels?.labels ?? LABELS) };
  const rules: Record<string, Rule> = {};
  for (const [level, rule] of Object.entries(given)) {
    if (typeof rule === 'number') labels[String(rule)] = level;
    else rules[level] = rule;
  }
  const levels: Record<string, LevelRule> = {};
  // A label that has no number routes too: the levels of loggers that are not pino.
  for (const [level, rule] of Object.entries(rules)) levels[level] = { label: labels[level] ?? level, ...rule };
  for (const [number, label] of Object.entries(labels)) {
    const rule: LevelRule = { label, ...rules[label], ...rules[number] };
    levels[number] = rule;
    levels[label] = rule;
  }
  return { trusted, ...keys, levels };
}
