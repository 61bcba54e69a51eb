const logo =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='9' fill='%234f6ef7'/%3E%3Cpath d='M9 9v14M23 9v14M9 16h5l2-4 2 8 2-4h3' fill='none' stroke='white' stroke-width='2.6' stroke-linecap='round' stroke-linejoin='round'/%3E%3C/svg%3E";

const counter = (id: string, label: string, more = ''): string =>
  `<div class="counter" id="c-${id}"><dt>${label}</dt><dd>0</dd><small></small>${more}</div>`;

const preset = (fault: string, label: string, title: string): string =>
  `<button type="button" class="preset" data-fault="${fault}" title="${title}">${label}</button>`;

/** The page: structure only. It shows nothing that was received before its script puts it there as text. */
export const html: string = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>hec-server</title>
<link rel="icon" href="${logo}">
<link rel="stylesheet" href="/page.css">
<script src="/page.js" defer></script>
</head>
<body>
<header class="top">
  <h1><img src="${logo}" alt="" width="28" height="28">hec-server</h1>
  <span class="pill" id="as" title="Whose answers it gives"></span>
  <button type="button" class="address" id="address" title="Copy the address"></button>
  <span class="live" id="live" data-state="off" role="status">connecting</span>
  <span class="spring"></span>
  <button type="button" id="pause" aria-pressed="false" title="Space">Pause</button>
  <button type="button" id="clear" title="Forget events, requests and counters">Clear</button>
  <button type="button" id="theme" class="icon" title="Light or dark" aria-label="Light or dark">◐</button>
</header>
<dl class="counters">
  ${counter('events', 'Events', '<svg id="spark" viewBox="0 0 60 20" preserveAspectRatio="none" aria-hidden="true"></svg>')}
  ${counter('requests', 'Requests')}
  ${counter('bytes', 'On the wire')}
  ${counter('packed', 'Compression')}
  ${counter('rejected', 'Rejected')}
  ${counter('acks', 'Acks pending')}
</dl>
<main>
  <section class="panel events" aria-label="Events">
    <div class="bar">
      <input type="search" id="search" placeholder="Search: words, key:value, key:prefix*, &quot;a phrase&quot;" aria-label="Search events" autocomplete="off" spellcheck="false">
      <div class="levels" id="levels" role="group" aria-label="Levels"></div>
    </div>
    <button type="button" class="news" id="news" hidden></button>
    <ol id="events" class="list" tabindex="0" aria-label="Newest first"></ol>
    <div class="empty" id="empty">
      <p>Nothing yet. Send an event:</p>
      <pre id="sample" title="Copy"></pre>
    </div>
  </section>
  <aside>
    <section class="panel" aria-label="Faults">
      <div class="bar"><h2>Make it fail</h2>
        <select id="often" aria-label="How often">
          <option value="times=1">the next request</option>
          <option value="times=5" selected>the next 5</option>
          <option value="probability=0.2">one in 5, by chance</option>
          <option value="">every request</option>
        </select>
      </div>
      <div class="presets">
        ${preset('503', '503 busy', 'Server is busy, code 9')}
        ${preset('429,retry-after=2', '429 wait', 'Queue at capacity, with Retry-After: 2')}
        ${preset('403', '403 token', 'Invalid token, code 4')}
        ${preset('status,status=403,body=blocked', '403 firewall', 'Forbidden, with no HEC body')}
        ${preset('html', '502 page', 'The web page of a proxy')}
        ${preset('slow,ms=2000', 'slow', 'The right answer, 2 seconds late')}
        ${preset('hang', 'hang', 'No answer at all')}
        ${preset('reset', 'reset', 'Connection reset before the body was read')}
        ${preset('reset-after', 'reset after', 'Events taken, then a reset instead of an answer')}
        ${preset('half', 'half answer', 'Events taken, the answer breaks off')}
        ${preset('wrong-json', 'wrong JSON', 'Events taken, answer unreadable')}
        ${preset('close', 'close', 'Right answer, then the kept connection is closed')}
      </div>
      <form id="custom" class="custom">
        <input id="fault" placeholder="503,contains=poison,nth=2+5" aria-label="Any fault, as on the command line" autocomplete="off" spellcheck="false">
        <button>Add</button>
      </form>
      <p class="problem" id="problem" role="alert" hidden></p>
      <ul id="faults" class="faults"></ul>
    </section>
    <section class="panel requests" aria-label="Requests">
      <div class="bar"><h2>Requests</h2><span id="statuses" class="statuses"></span></div>
      <ol id="requests" class="list"></ol>
    </section>
  </aside>
</main>
</body>
</html>
`;
