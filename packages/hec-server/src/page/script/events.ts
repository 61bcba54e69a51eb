/** The list of events, newest first. */
export const events: string = String.raw`
const mostRows = 500;
const hiddenLevels = new Set();
let held = [];

function rowOf(event, fresh) {
  const name = levelOf(event);
  const [message, rest] = lineOf(event);
  const from = [event.host, event.sourcetype || event.source].filter(Boolean).join(' · ');
  const line = el('span', { class: 'line' }, message, rest ? el('i', {}, rest) : '');
  if (!message) line.firstElementChild && line.replaceChildren(rest);
  const head = el('button', { type: 'button', 'aria-expanded': 'false' },
    el('time', { title: 'received ' + new Date(event.receivedAt).toISOString() }, clock(event.time === undefined ? event.receivedAt : event.time * 1000)),
    el('span', { class: 'level' }, name === 'none' ? event.kind : name),
    line,
    el('span', { class: 'from', title: from }, from));
  const row = el('li', { class: 'event ' + name + (fresh ? ' fresh' : '') }, head);
  row.hidden = hiddenLevels.has(name);
  row.dataset.level = name;
  head.addEventListener('click', () => {
    const open = row.querySelector('.detail');
    if (open) open.remove();
    else row.append(detailOf(event));
    head.setAttribute('aria-expanded', String(!open));
  });
  return row;
}

/** Puts new events on top. Somebody who has scrolled down to read is not moved: they are told, and fetch them. */
function addEvents(list, fresh) {
  const rows = $('events');
  if (fresh && rows.scrollTop > 40) {
    held = held.concat(list).slice(-mostRows);
    $('news').hidden = held.length === 0;
    $('news').textContent = '↑ ' + whole.format(held.length) + ' newer';
    return;
  }
  rows.prepend(...list.toReversed().map((event) => rowOf(event, fresh)));
  while (rows.childElementCount > mostRows) rows.lastElementChild.remove();
  showEmpty();
}

function releaseEvents() {
  $('events').scrollTop = 0;
  $('news').hidden = true;
  const list = held;
  held = [];
  addEvents(list, true);
}

function resetEvents(list) {
  held = [];
  $('news').hidden = true;
  $('events').replaceChildren();
  addEvents(list, false);
}

function showEmpty() {
  $('empty').hidden = $('events').childElementCount > 0;
  $('empty').querySelector('p').textContent = $('search').value ? 'Nothing matches.' : 'Nothing yet. Send an event:';
  $('sample').hidden = Boolean($('search').value);
}

function makeLevels() {
  for (const name of levelNames) {
    const button = el('button', { type: 'button', class: name, 'aria-pressed': 'true' }, name);
    button.addEventListener('click', () => {
      const hide = !hiddenLevels.delete(name);
      if (hide) hiddenLevels.add(name);
      button.setAttribute('aria-pressed', String(!hide));
      for (const row of $('events').children) row.hidden = hiddenLevels.has(row.dataset.level);
    });
    $('levels').append(button);
  }
}
`;
