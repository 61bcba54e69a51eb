/** Counters, requests and faults. */
export const side: string = String.raw`
const rates = Array.from({ length: 60 }, () => 0);
let lastCount;

function setCounter(id, value, small) {
  const card = $('c-' + id);
  card.querySelector('dd').textContent = value;
  card.querySelector('small').textContent = small || '\u00a0';
}

function showStats(stats) {
  const { events, requests, bytes, inflatedBytes, rejected, faults, acks, statuses } = stats;
  if (lastCount === undefined || events < lastCount) lastCount = events;
  setCounter('events', whole.format(events), short.format(rates.at(-1)) + ' a second');
  setCounter('requests', whole.format(requests), requests ? short.format(events / requests) + ' events each' : '');
  setCounter('bytes', size(bytes), events ? size(Math.round(bytes / events)) + ' an event' : '');
  setCounter('packed', bytes && inflatedBytes > bytes ? short.format(inflatedBytes / bytes) + ' ×' : '–', inflatedBytes ? size(inflatedBytes) + ' inflated' : '');
  setCounter('rejected', whole.format(rejected), faults ? whole.format(faults) + ' hit by faults' : '');
  setCounter('acks', whole.format(acks.pending), acks.issued ? whole.format(acks.reported) + ' of ' + whole.format(acks.issued) + ' told' : 'off or unused');
  $('c-rejected').classList.toggle('alarm', rejected > 0);
  $('statuses').replaceChildren(...Object.entries(statuses).map(([status, count]) =>
    el('span', { class: tone(Number(status)) }, (status === '0' ? 'none' : status) + ' × ' + whole.format(count))));
}

const tone = (status) => (status >= 200 && status < 300 ? 'ok' : status === 429 || status === 503 ? 'soft' : 'hard');

/** Events a second for the last minute. */
function tick(total) {
  if (lastCount === undefined) return;
  rates.push(Math.max(0, total - lastCount));
  rates.shift();
  lastCount = total;
  const top = Math.max(...rates, 1);
  const points = rates.map((rate, i) => i * (60 / 59) + ' ' + (20 - (rate / top) * 18));
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', 'M-2 22 L-2 20 L' + points.join(' L') + ' L62 20 L62 22 Z');
  $('spark').replaceChildren(path);
  $('c-events').querySelector('small').textContent = short.format(rates.at(-1)) + ' a second';
}

function requestRow(request) {
  const answer = request.aborted ? 'the client went away' : request.status === 0 ? 'no answer' : request.answer;
  return el('li', { class: 'request', title: clock(request.receivedAt) + ' · ' + request.method + ' ' + request.path + ' · ' + (request.headers['user-agent'] || 'no User-Agent') + ' · connection ' + request.connection },
    el('span', { class: 'status ' + tone(request.status) }, request.status === 0 ? '–' : String(request.status)),
    el('span', { class: 'path' }, (request.method === 'POST' ? '' : request.method + ' ') + request.path + (request.query ? '?' + request.query : '')),
    el('span', { class: 'count' }, whole.format(request.events) + (request.events === 1 ? ' event · ' : ' events · ') + size(request.bytes)),
    request.status === 200 && !request.fault ? undefined : el('span', { class: 'answer', title: answer },
      request.fault ? el('span', { class: 'tag' }, request.fault + ' ') : '', answer));
}

function addRequests(list, reset) {
  const rows = $('requests');
  if (reset) rows.replaceChildren();
  rows.prepend(...list.toReversed().map(requestRow));
  while (rows.childElementCount > 200) rows.lastElementChild.remove();
}

async function askFaults(method, query, body) {
  const answer = await fetch('/api/faults' + query, { method, headers: { 'content-type': 'application/json' }, body });
  const value = await answer.json();
  $('problem').hidden = answer.ok;
  if (answer.ok) showFaults(value);
  else $('problem').textContent = value.error;
  return answer.ok;
}

const addFault = (text) => askFaults('POST', '', JSON.stringify({ fault: text }));

function describeFault(fault) {
  const { do: action, status, code, ...rest } = fault;
  const words = Object.entries(rest).map(([key, value]) => key + '=' + value);
  return [action === 'status' ? status + (code === undefined ? '' : ' code ' + code) : action, ...words].join(', ');
}

function showFaults(list) {
  $('faults').replaceChildren(...list.map(({ id, fault, hits }) =>
    el('li', { class: hits >= (fault.times ?? Infinity) ? 'spent' : '' },
      el('code', {}, describeFault(fault)),
      el('span', {}, whole.format(hits) + (hits === 1 ? ' hit' : ' hits')),
      el('button', { type: 'button', title: 'Remove', 'aria-label': 'Remove', onclick: () => askFaults('DELETE', '?id=' + id) }, '×'))));
}
`;
