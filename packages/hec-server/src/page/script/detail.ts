/** What opens below an event that is clicked. */
export const detail: string = String.raw`
const searchable = (value) => (/\s/.test(value) ? '"' + value + '"' : value);

function pick(key, value) {
  $('search').value = ($('search').value + ' ' + key + ':' + searchable(String(value))).trim();
  connect();
}

function scalar(key, value) {
  const kind = typeof value === 'string' ? 'string' : typeof value === 'number' ? 'number' : 'word';
  const attributes = { class: kind };
  if (key !== undefined && value !== null && String(value).length < 200) {
    attributes.class += ' pick';
    attributes.title = 'Search for ' + key + ':' + value;
    attributes.onclick = () => pick(key, value);
  }
  return el('span', attributes, JSON.stringify(value));
}

/** JSON with colours, as nodes. */
function pretty(value, indent, key) {
  if (value === null || typeof value !== 'object') return [scalar(key, value)];
  const list = Array.isArray(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return [list ? '[]' : '{}'];
  const inner = indent + '  ';
  const nodes = [list ? '[' : '{'];
  entries.forEach(([name, item], i) => {
    nodes.push((i ? ',' : '') + '\n' + inner);
    if (!list) nodes.push(el('span', { class: 'key' }, JSON.stringify(name)), ': ');
    nodes.push(...pretty(item, inner, list ? key : name));
  });
  nodes.push('\n' + indent + (list ? ']' : '}'));
  return nodes;
}

function block(title, nodes, text) {
  const button = el('button', { type: 'button' }, 'copy');
  button.addEventListener('click', () => copy(text, button));
  return [el('h3', {}, title, button), el('div', { class: 'code' }, ...nodes)];
}

function fact(key, value, found) {
  if (value === undefined) return undefined;
  const attributes = { class: 'fact', type: 'button', title: found ? 'Search for it' : undefined };
  if (found) attributes.onclick = () => pick(key, value);
  return el(found ? 'button' : 'span', attributes, el('b', {}, key), String(value));
}

function detailOf(event) {
  const sent = event.time === undefined ? undefined : new Date(event.time * 1000);
  const facts = el('div', { class: 'facts' },
    fact('time', sent && !Number.isNaN(sent.getTime()) ? sent.toISOString() : event.time),
    fact('received', new Date(event.receivedAt).toISOString()),
    ...['host', 'source', 'sourcetype', 'index', 'channel'].map((key) => fact(key, event[key], true)),
    ...Object.entries(event.fields || {}).slice(0, 30).map(([key, value]) => fact(key, typeof value === 'object' ? JSON.stringify(value) : value, typeof value !== 'object')),
    fact('#' + event.seq, 'request ' + event.requestId),
  );
  const shown = event.cut ? [event.event, '\n… ' + whole.format(event.cut) + ' characters in all'] : pretty(event.event, '');
  const json = JSON.stringify(event.event, null, 2);
  const envelope = event.kind === 'raw' ? 'Line' : 'Envelope, as received';
  return el('div', { class: 'detail' }, facts, ...block('Event', shown, json), ...block(envelope, [event.raw], event.raw));
}
`;
