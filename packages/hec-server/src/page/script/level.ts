/** Finding a level and a line to show in whatever a logger made of an event. */
export const level: string = String.raw`
const levelNames = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
const aliases = {
  silly: 'trace', verbose: 'debug', http: 'debug', notice: 'info', information: 'info', warning: 'warn', err: 'error', severe: 'error',
  critical: 'fatal', crit: 'fatal', alert: 'fatal', emerg: 'fatal', emergency: 'fatal', panic: 'fatal',
};

function nameLevel(value) {
  // pino and bunyan: 10 to 60; OpenTelemetry: 1 to 24, four numbers a level.
  if (typeof value === 'number') return levelNames[value >= 10 && value % 10 === 0 ? Math.min(5, value / 10 - 1) : Math.min(5, Math.floor((value - 1) / 4))];
  if (typeof value !== 'string') return undefined;
  const word = value.toLowerCase().replace(/[^a-z]/g, '');
  return levelNames.includes(word) ? word : aliases[word];
}

function levelOf(event) {
  if (event.kind === 'metric') return 'metric';
  const own = event.event;
  const fields = event.fields || {};
  const found = [fields['otel.log.severity.text'], fields['otel.log.severity.number'], fields.level, fields.severity];
  if (own && typeof own === 'object') found.unshift(own.level, own.severity, own.status, own.levelname, own.log && own.log.level);
  for (const candidate of found) {
    const name = nameLevel(candidate);
    if (name) return name;
  }
  const word = typeof own === 'string' && /\b(trace|debug|info|warn(?:ing)?|err(?:or)?|fatal|critical)\b/i.exec(own.slice(0, 120));
  return (word && nameLevel(word[1])) || 'none';
}

/** The message of an event, and the rest of it in short. */
function lineOf(event) {
  const own = event.event;
  if (event.kind === 'metric') return ['', JSON.stringify(event.fields || {})];
  if (own === null || typeof own !== 'object') return [String(own).slice(0, 2000), ''];
  const key = ['msg', 'message', 'body', 'text', '@message', '_raw', 'name'].find((name) => typeof own[name] === 'string');
  if (!key) return ['', JSON.stringify(own).slice(0, 600)];
  const hidden = new Set([key, 'level', 'time', 'pid', 'hostname', 'severity', 'timestamp', 'v']);
  const rest = Object.entries(own).filter(([name]) => !hidden.has(name));
  const brief = rest.map(([name, value]) => name + '=' + (typeof value === 'string' ? value : JSON.stringify(value))).join(' ');
  return [own[key].slice(0, 2000), brief.slice(0, 400)];
}
`;
