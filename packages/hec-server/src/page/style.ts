/** Colours as variables, light and dark; layout as two grids; nothing that needs a build. */
export const style: string = String.raw`
:root {
  color-scheme: light dark;
  --ground: light-dark(#f4f5f8, #0e1016);
  --panel: light-dark(#ffffff, #161922);
  --raised: light-dark(#f7f8fb, #1c202b);
  --line: light-dark(#e2e5ec, #272c39);
  --text: light-dark(#1a1e29, #e6e9f2);
  --soft: light-dark(#667085, #8d96ab);
  --accent: light-dark(#3f5ef0, #7f97ff);
  --good: light-dark(#10845a, #4ad295);
  --warn: light-dark(#a86500, #f5b544);
  --bad: light-dark(#cf2c3f, #ff7482);
  --fatal: light-dark(#a3199b, #ff7bf5);
  --calm: light-dark(#2a6fb0, #6cb6ff);
  --shadow: 0 1px 2px light-dark(#1018280d, #0006), 0 6px 20px light-dark(#1018280a, #0005);
  --mono: ui-monospace, "SF Mono", "Cascadia Code", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body {
  margin: 0; height: 100vh; height: 100dvh; overflow: hidden; display: flex; flex-direction: column; gap: 14px;
  padding: 14px 18px 18px; background: var(--ground); color: var(--text);
  font: 14px/1.45 system-ui, "Segoe UI", "Helvetica Neue", sans-serif; -webkit-font-smoothing: antialiased;
}
button, input, select { font: inherit; color: inherit; }
button, select {
  border: 1px solid var(--line); background: var(--panel); border-radius: 8px; padding: 5px 12px; cursor: pointer;
  transition: border-color .12s, background .12s;
}
button:hover, select:hover { border-color: var(--accent); }
button:focus-visible, input:focus-visible, select:focus-visible, summary:focus-visible, ol:focus-visible {
  outline: 2px solid var(--accent); outline-offset: 1px;
}
button[aria-pressed="true"] { background: var(--accent); border-color: var(--accent); color: light-dark(#fff, #0e1016); }

.top { display: flex; align-items: center; gap: 12px; flex-wrap: wrap; }
.top h1 { display: flex; align-items: center; gap: 10px; margin: 0; font-size: 18px; letter-spacing: -.01em; }
.pill { padding: 2px 10px; border-radius: 99px; font-size: 12px; font-weight: 600; color: var(--accent);
  background: color-mix(in srgb, var(--accent) 13%, transparent); }
.address { font: 13px var(--mono); color: var(--soft); background: none; border-color: transparent; padding: 4px 8px; }
.live { display: flex; align-items: center; gap: 7px; font-size: 12.5px; color: var(--soft); }
.live::before { content: ""; width: 8px; height: 8px; border-radius: 50%; background: var(--bad); }
.live[data-state="on"]::before { background: var(--good); box-shadow: 0 0 0 4px color-mix(in srgb, var(--good) 22%, transparent); }
.live[data-state="paused"]::before { background: var(--warn); }
.spring { flex: 1; }
.icon { padding: 5px 10px; }

.counters { display: grid; grid-template-columns: 1.7fr repeat(5, 1fr); gap: 12px; margin: 0; }
.counter { position: relative; overflow: hidden; background: var(--panel); border: 1px solid var(--line); border-radius: 12px;
  padding: 11px 15px; box-shadow: var(--shadow); min-width: 0; }
.counter dt { color: var(--soft); font-size: 12px; }
.counter dd { margin: 2px 0 0; font-size: 23px; font-weight: 650; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
.counter small { color: var(--soft); font-size: 12px; font-variant-numeric: tabular-nums; white-space: nowrap; }
#spark { position: absolute; right: 0; bottom: 0; width: 62%; height: 72%; fill: color-mix(in srgb, var(--accent) 16%, transparent);
  stroke: var(--accent); stroke-width: 1.4; pointer-events: none; }
#spark path { vector-effect: non-scaling-stroke; }
.counter.alarm dd { color: var(--bad); }

main { flex: 1; min-height: 0; display: grid; grid-template-columns: minmax(0, 1fr) 390px; gap: 14px; }
aside { display: flex; flex-direction: column; gap: 14px; min-height: 0; }
.panel { background: var(--panel); border: 1px solid var(--line); border-radius: 14px; box-shadow: var(--shadow);
  display: flex; flex-direction: column; min-height: 0; overflow: hidden; }
.panel h2 { margin: 0; font-size: 13.5px; font-weight: 620; }
.bar { display: flex; align-items: center; justify-content: space-between; gap: 10px; padding: 11px 14px;
  border-bottom: 1px solid var(--line); }
.events { position: relative; }
.requests { flex: 1; }
.list { list-style: none; margin: 0; padding: 0; overflow: auto; flex: 1; scrollbar-width: thin; overflow-anchor: none; }
input { border: 1px solid var(--line); background: var(--raised); border-radius: 8px; padding: 6px 11px; min-width: 0; }
#search { flex: 1; font-size: 13.5px; }
.levels { display: flex; gap: 4px; }
.levels button { padding: 3px 9px; font-size: 12px; border-radius: 7px; color: var(--tone); font-weight: 600;
  background: color-mix(in srgb, var(--tone) 12%, transparent); border-color: transparent; }
.levels button[aria-pressed="false"] { background: none; color: var(--soft); text-decoration: line-through; opacity: .65; }

.trace, .none { --tone: var(--soft); } .debug { --tone: var(--calm); } .info { --tone: var(--good); }
.warn { --tone: var(--warn); } .error { --tone: var(--bad); } .fatal { --tone: var(--fatal); } .metric { --tone: var(--accent); }

.event { border-bottom: 1px solid color-mix(in srgb, var(--line) 60%, transparent); border-left: 3px solid transparent; }
.event.warn, .event.error, .event.fatal { border-left-color: var(--tone); }
.event.error, .event.fatal { background: color-mix(in srgb, var(--tone) 5%, transparent); }
.event > button { all: unset; box-sizing: border-box; display: grid; width: 100%; cursor: pointer; align-items: baseline;
  grid-template-columns: 92px 54px minmax(0, 1fr) auto; gap: 10px; padding: 5px 14px 5px 11px; }
.event > button:hover { background: color-mix(in srgb, var(--accent) 7%, transparent); }
.event > button:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; }
.event time { font: 12px var(--mono); color: var(--soft); }
.level { font-size: 10.5px; font-weight: 700; letter-spacing: .05em; text-transform: uppercase; color: var(--tone);
  background: color-mix(in srgb, var(--tone) 13%, transparent); border-radius: 5px; padding: 1px 0; text-align: center; }
.line { font: 12.5px/1.5 var(--mono); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.line i { font-style: normal; color: var(--soft); margin-left: 10px; }
.from { color: var(--soft); font-size: 12px; max-width: 190px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.fresh { animation: fresh 1.4s ease-out; }
@keyframes fresh { from { background: color-mix(in srgb, var(--accent) 17%, transparent); } }

.detail { padding: 4px 14px 4px 177px; }
.facts { display: flex; flex-wrap: wrap; gap: 6px; margin: 4px 0 10px; }
.fact { font: 12px var(--mono); border: 1px solid var(--line); background: var(--raised); border-radius: 7px; padding: 2px 8px; text-align: left; }
.fact b { font-weight: 500; color: var(--soft); margin-right: 6px; }
.code { position: relative; margin: 0 0 10px; padding: 11px 13px; border-radius: 10px; border: 1px solid var(--line); background: var(--raised);
  font: 12.5px/1.55 var(--mono); white-space: pre-wrap; overflow-wrap: anywhere; max-height: 420px; overflow: auto; }
.detail h3 { margin: 0 0 5px; font-size: 11.5px; color: var(--soft); font-weight: 600; display: flex; justify-content: space-between; }
.detail h3 button { border: 0; background: none; padding: 0 4px; font-size: 11.5px; color: var(--accent); }
.code .key { color: var(--calm); } .code .string { color: var(--good); } .code .number { color: var(--warn); }
.code .word { color: var(--fatal); } .code .pick { cursor: pointer; } .code .pick:hover { text-decoration: underline; }

.news { position: absolute; z-index: 1; top: 66px; left: 50%; transform: translateX(-50%); background: var(--accent); color: light-dark(#fff, #0e1016);
  border: 0; border-radius: 99px; font-size: 12.5px; font-weight: 600; padding: 5px 15px; box-shadow: var(--shadow); }
.empty { position: absolute; inset: 58px 0 0; display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 4px;
  color: var(--soft); padding: 24px; }
.empty pre { font: 12.5px/1.6 var(--mono); color: var(--text); background: var(--raised); border: 1px solid var(--line); border-radius: 10px;
  padding: 13px 17px; cursor: pointer; white-space: pre-wrap; overflow-wrap: anywhere; margin: 6px 0; max-width: 100%; }

.presets { display: grid; grid-template-columns: repeat(4, 1fr); gap: 6px; padding: 12px 14px 0; }
.preset { padding: 5px 2px; font-size: 12px; background: var(--raised); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.preset:hover { border-color: var(--bad); color: var(--bad); }
#often { padding: 3px 8px; font-size: 12.5px; background: var(--raised); }
.custom { display: flex; gap: 6px; padding: 8px 14px 12px; }
.custom input { flex: 1; font: 12px var(--mono); }
.problem { margin: 0; padding: 0 14px 10px; color: var(--bad); font-size: 12.5px; }
.faults { list-style: none; margin: 0; padding: 0; max-height: 170px; overflow: auto; }
.faults li { display: flex; align-items: center; gap: 8px; padding: 6px 14px; border-top: 1px solid var(--line); font-size: 12.5px;
  background: color-mix(in srgb, var(--bad) 6%, transparent); }
.faults li.spent { background: none; color: var(--soft); }
.faults code { font: 12px var(--mono); flex: 1; overflow-wrap: anywhere; }
.faults span { color: var(--soft); font-variant-numeric: tabular-nums; white-space: nowrap; }
.faults button { border: 0; background: none; padding: 0 5px; color: var(--soft); font-size: 16px; line-height: 1; }
.faults button:hover { color: var(--bad); }

.request { display: grid; grid-template-columns: 40px minmax(0, 1fr) auto; gap: 2px 10px; padding: 6px 14px; font-size: 12.5px;
  border-bottom: 1px solid color-mix(in srgb, var(--line) 60%, transparent); align-items: baseline; }
.status { font: 700 12px var(--mono); color: var(--tone); }
.ok { --tone: var(--good); } .soft { --tone: var(--warn); } .hard { --tone: var(--bad); }
.request .path { font: 12px var(--mono); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.request .count { color: var(--soft); font-variant-numeric: tabular-nums; }
.request .answer { grid-column: 2 / -1; font: 11.5px var(--mono); color: var(--soft); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.request .tag { color: var(--bad); font: 600 11.5px var(--mono); }
.statuses { display: flex; gap: 9px; font: 600 12px var(--mono); }
.statuses span { color: var(--tone); }

@media (max-width: 1080px) {
  body { height: auto; overflow: auto; }
  main { grid-template-columns: minmax(0, 1fr); }
  .events { height: 72vh; } .requests .list { max-height: 50vh; }
  .counters { grid-template-columns: repeat(3, 1fr); }
}
@media (max-width: 640px) {
  body { padding: 10px; }
  .counters { grid-template-columns: repeat(2, 1fr); }
  .events .bar { flex-wrap: wrap; }
  .event > button { grid-template-columns: 50px minmax(0, 1fr); }
  .event time, .from { display: none; } .detail { padding-left: 14px; }
}
@media (prefers-reduced-motion: reduce) { .fresh { animation: none; } }
`;
