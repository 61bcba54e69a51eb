/** Connecting the page to the server and its buttons to what they do. */
export const main: string = String.raw`
let source;
let paused = false;
let waiting = 0;
let total = 0;

function setLive(state, text) {
  $('live').dataset.state = state;
  $('live').textContent = text;
}

function showState(news) {
  total = news.stats.events;
  $('as').textContent = news.as;
  const fill = (text) => text.replaceAll('TOKEN', news.open ? 'any-token' : '<your token>');
  const { path, headers, body } = news.example;
  $('sample').textContent = ["curl '" + location.origin + fill(path) + "'", ...headers.map((header) => "-H '" + fill(header) + "'"), "-d '" + fill(body) + "'"].join(' \\\n  ');
  showStats(news.stats);
  showFaults(news.faults);
}

/** Opens the stream anew: it begins with what there is, so a search and the end of a pause need nothing else. */
function connect() {
  if (source) source.close();
  source = new EventSource('/api/stream?search=' + encodeURIComponent($('search').value));
  source.addEventListener('hello', (message) => {
    const news = JSON.parse(message.data);
    showState(news);
    resetEvents(news.events);
    addRequests(news.requests, true);
    setLive('on', 'live');
  });
  source.addEventListener('news', (message) => {
    const news = JSON.parse(message.data);
    showState(news);
    if (news.stats.events === 0) resetEvents([]);
    if (news.stats.requests === 0) addRequests([], true);
    if (paused) {
      waiting += news.events.length + news.skipped;
      setLive('paused', 'paused · ' + whole.format(waiting) + ' waiting');
      return;
    }
    addEvents(news.events, true);
    addRequests(news.requests, false);
  });
  source.addEventListener('error', () => setLive('off', 'the server is gone'));
}

function setPaused(next) {
  paused = next;
  waiting = 0;
  $('pause').setAttribute('aria-pressed', String(paused));
  $('pause').textContent = paused ? 'Resume' : 'Pause';
  if (paused) setLive('paused', 'paused');
  else connect();
}

let typing;
$('search').addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(connect, 180);
});
$('pause').addEventListener('click', () => setPaused(!paused));
$('clear').addEventListener('click', () => fetch('/api/clear', { method: 'POST', headers: { 'content-type': 'application/json' } }).then(connect));
$('news').addEventListener('click', releaseEvents);
$('events').addEventListener('scroll', () => { if (held.length && $('events').scrollTop < 10) releaseEvents(); });
$('address').textContent = location.origin;
$('address').addEventListener('click', () => copy(location.origin, $('address')));
$('sample').addEventListener('click', () => copy($('sample').textContent, $('sample')));
document.addEventListener('click', (click) => {
  const fault = click.target.dataset && click.target.dataset.fault;
  if (fault) addFault([fault, $('often').value].filter(Boolean).join(','));
});
$('custom').addEventListener('submit', async (submit) => {
  submit.preventDefault();
  if (await addFault($('fault').value)) $('fault').value = '';
});
$('theme').addEventListener('click', () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
  localStorage.setItem('theme', root.dataset.theme);
});
document.addEventListener('keydown', (key) => {
  if (key.target.matches('input, select, button, .list')) {
    if (key.key === 'Escape') key.target.blur();
    return;
  }
  if (key.key === ' ') { key.preventDefault(); setPaused(!paused); }
  if (key.key === '/') { key.preventDefault(); $('search').focus(); }
});

const theme = localStorage.getItem('theme');
if (theme) document.documentElement.dataset.theme = theme;
makeLevels();
setInterval(() => tick(total), 1000);
connect();
`;
