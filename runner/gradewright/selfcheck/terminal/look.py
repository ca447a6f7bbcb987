"""The look of the page of a check: that of the graders' reports, in a module so that it needs no file."""

# ruff: noqa: E501, RUF001 - a style sheet keeps its own lines

STYLE = """\
:root {
  color-scheme: light dark;
  --page: #f7f8fa; --card: #fff; --soft: #f1f3f6; --line: #dde1e7; --edge: #848d99;
  --text: #1a1e24; --quiet: #57606c;
  --accent: #1a5ba8; --good: #1a5ba8; --good-fill: #3b7cc6; --good-soft: #e8f0fa;
  --bad: #a33e08; --bad-fill: #cf5a14; --bad-soft: #fdf0e7; --bad-line: #eab78f;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14171b; --card: #1b1f25; --soft: #232830; --line: #333a44; --edge: #77818e;
    --text: #e6e9ed; --quiet: #a3acb8;
    --accent: #86b7f2; --good: #86b7f2; --good-fill: #5b97dc; --good-soft: #1d2c40;
    --bad: #f0a375; --bad-fill: #dd7633; --bad-soft: #35241a; --bad-line: #7a4a2a;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1rem; }
body { margin: 0; background: var(--page); color: var(--text); font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif; font-variant-numeric: tabular-nums; overflow-wrap: break-word; }
body > header, body > main, body > footer { max-width: 56rem; margin: 0 auto; padding: 0 1.25rem; }
h1, h2, h3, p, ol, ul, dl, dd, figure, pre, table { margin: 0; padding: 0; }
ol, ul { list-style: none; }
h1 { font-size: 1.9rem; line-height: 1.2; font-weight: 680; letter-spacing: -.015em; }
h2 { font-size: 1.2rem; line-height: 1.35; font-weight: 650; }
h3 { font-size: 1.05rem; line-height: 1.4; font-weight: 620; }
a { color: var(--accent); text-underline-offset: .15em; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
code, pre, .mono { font-family: var(--mono); font-size: .875em; }
pre { white-space: pre; overflow-x: auto; line-height: 1.55; tab-size: 4; }
table { border-collapse: collapse; }
th { text-align: start; font-weight: 600; }
.quiet { color: var(--quiet); font-size: .9rem; }
.skip { position: absolute; left: -999rem; top: 0; background: var(--card); padding: .5rem 1rem; z-index: 2; }
.skip:focus { left: 0; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; }
.head { padding-top: 2rem !important; }
.title { display: flex; flex-wrap: wrap; gap: .5rem 2rem; align-items: flex-end; justify-content: space-between; }
.who { font-size: 1.15rem; color: var(--quiet); margin-top: .15rem; }
.score { text-align: end; line-height: 1; white-space: nowrap; }
.score strong { font-size: 3rem; font-weight: 680; letter-spacing: -.03em; }
.score strong.word { font-size: 1.6rem; letter-spacing: 0; }
.score span { color: var(--quiet); margin-inline-start: .3rem; }
.bar { display: flex; gap: 4px; margin-top: 1.3rem; }
.bar li { flex: 1 1 0; min-width: 0; container-type: inline-size; }
.bar a { display: block; color: inherit; text-decoration: none; font-size: .8rem; line-height: 1.3; }
.bar a:hover .name { text-decoration: underline; }
.track { display: block; height: .7rem; background: var(--bad-soft); border: 1px solid var(--bad-line); margin-bottom: .4rem; overflow: hidden; }
.track i { display: block; height: 100%; background: var(--good-fill); }
.track.full { border-color: var(--good-fill); }
.bar li:first-child .track { border-radius: .35rem 0 0 .35rem; } .bar li:last-child .track { border-radius: 0 .35rem .35rem 0; }
.bar li:only-child .track { border-radius: .35rem; }
.bar .name { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.bar .name b { font-weight: 450; color: var(--quiet); }
.bar .pts { display: block; color: var(--quiet); white-space: nowrap; }
.facts { display: flex; flex-wrap: wrap; gap: 0 .6rem; margin-top: .9rem; }
.facts li:not(:last-child)::after { content: "·"; margin-inline-start: .6rem; }
main { padding-top: 1.5rem !important; }
main > section + section { margin-top: 2.25rem; }
main > section > h2 { margin-bottom: .75rem; }
.cause { margin-top: .6rem; white-space: pre-line; }
.cause b { font-weight: 620; }
.notes { padding: .9rem 1.35rem; }
.notes li { padding-inline-start: 1.1rem; position: relative; }
.notes li::before { content: "–"; position: absolute; inset-inline-start: 0; color: var(--quiet); }
.notes li + li { margin-top: .3rem; }
.question { overflow: hidden; }
.question + .question { margin-top: 1rem; }
.top { display: flex; gap: 1rem; align-items: baseline; padding: .85rem 1.25rem .75rem; }
.top h3 { flex: 1; min-width: 0; }
.top .no { color: var(--quiet); font-weight: 400; margin-inline-end: .35rem; }
.question .total { font-weight: 650; white-space: nowrap; min-width: 4.5rem; text-align: end; }
.question:target { outline: 3px solid var(--accent); outline-offset: 2px; }
.row { display: grid; grid-template-columns: 7.2rem 1fr auto; gap: 0 .9rem; align-items: baseline; padding: .5rem 1.25rem; border-top: 1px solid var(--line); }
summary { cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary:hover { background: var(--soft); }
summary:focus-visible { outline-offset: -3px; }
summary .name::after { content: ""; display: inline-block; width: .42em; height: .42em; margin-inline-start: .55em; border: solid var(--quiet); border-width: 0 2px 2px 0; transform: translateY(-.15em) rotate(45deg); }
details[open] > summary .name::after { transform: translateY(.1em) rotate(-135deg); }
.state { display: inline-flex; gap: .45rem; align-items: baseline; font-size: .9rem; font-weight: 600; color: var(--bad); white-space: nowrap; }
.state.passed { color: var(--good); } .state.skipped { color: var(--quiet); }
.state svg { width: 1.05rem; height: 1.05rem; flex: none; align-self: center; }
.row .pts { text-align: end; color: var(--quiet); font-size: .9rem; white-space: nowrap; }
.row .why { grid-column: 2; color: var(--quiet); font-size: .9rem; white-space: pre-line; }
.body { padding: .35rem 1.25rem 1.1rem 9.35rem; scroll-margin-top: 4rem; }
.body > * + * { margin-top: .85rem; }
.body .problem { white-space: pre-line; font-weight: 500; }
.body .cause { border-inline-start: 3px solid var(--bad-fill); padding: .1rem 0 .1rem .8rem; }
.compare { width: 100%; }
.compare th { width: 1%; white-space: nowrap; color: var(--quiet); font-weight: 500; font-size: .9rem; padding: .15rem 1.25rem .15rem 0; vertical-align: baseline; }
.compare td { font-family: var(--mono); font-size: .85rem; padding: .15rem 0; vertical-align: baseline; white-space: pre-wrap; overflow-wrap: anywhere; }
.rows { font-size: .875rem; }
.rows th, .rows td { padding: .2rem 1.25rem .2rem 0; border-bottom: 1px solid var(--line); text-align: end; font-family: var(--mono); font-size: .82rem; font-weight: 400; white-space: pre; }
.rows thead th { font: 500 .82rem/1.5 system-ui, sans-serif; color: var(--quiet); }
.rows th:first-child { text-align: start; }
.rows .got { color: var(--bad); font-weight: 600; }
.rows .strip { padding-inline-end: 0; text-align: start; white-space: normal; vertical-align: middle; }
.scroll { overflow-x: auto; }
.label { font-size: .8rem; font-weight: 620; color: var(--quiet); }
.trace li { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: 0 1rem; font-size: .9rem; padding: .1rem 0; align-items: baseline; }
.trace code { white-space: pre-wrap; overflow-wrap: anywhere; }
@media (max-width: 40rem) {
  body { font-size: .97rem; }
  h1 { font-size: 1.55rem; }
  .score strong { font-size: 2.4rem; }
  .bar li { position: relative; }
  .bar .name, .bar .pts { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .row { grid-template-columns: 1fr auto; }
  .row .state { grid-column: 1; grid-row: 1; } .row .pts { grid-column: 2; grid-row: 1; } .row .name, .row .why { grid-column: 1 / -1; }
  .body { padding-inline-start: 1.25rem; }
  .trace li { grid-template-columns: 1fr; }
  .top { flex-wrap: wrap; gap: .1rem 1rem; } .top h3 { flex-basis: 100%; } .top .count { flex: 1; }
}
.state.todo, .state.hidden { color: var(--quiet); }
.total[role] { margin-top: 1rem; }
.printed { background: var(--soft); padding: .6rem .9rem; white-space: pre-wrap; overflow-wrap: anywhere; }
"""
