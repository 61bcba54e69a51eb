/** pino's numbers; what other loggers call their levels is put between or beside them (winston's npm and syslog levels). */
const RANKS: Readonly<Record<string, number>> = {
  silly: 10,
  trace: 10,
  verbose: 20,
  debug: 20,
  http: 25,
  info: 30,
  information: 30,
  notice: 35,
  warn: 40,
  warning: 40,
  err: 50,
  error: 50,
  crit: 60,
  critical: 60,
  alert: 60,
  emerg: 60,
  fatal: 60,
};

/** How grave a level is: by its label in any case, or by pino's number. `undefined` for one that nobody knows. */
export function rankOf(level: string): number | undefined {
  const label = level.toLowerCase();
  if (Object.hasOwn(RANKS, label)) return RANKS[label];
  return /^\d{1,6}$/.test(label) ? Number(label) : undefined;
}
