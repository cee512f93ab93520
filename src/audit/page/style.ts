/** Of the page of a pack: light and dark, from 360 px on, and on paper. */
export const style = `
:root {
  --paper: #ffffff; --ink: #1b2321; --muted: #57635f; --line: #dde3e0; --raised: #f4f7f5; --accent: #1f6f5c;
  --good: #0b5d46; --good-pale: #e3f0ec; --bad: #a11212; --bad-pale: #fdeaea;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #101514; --ink: #e6ece9; --muted: #9fada8; --line: #2d3835; --raised: #18201e; --accent: #63c7aa;
    --good: #7fd6bb; --good-pale: #1c3a32; --bad: #ff9d9d; --bad-pale: #421c1c;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 1120px; padding: 24px clamp(16px, 4vw, 40px) 64px;
  background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: break-word;
}
h1 { margin: 0 0 8px; font-size: 28px; line-height: 1.2; letter-spacing: -0.01em; }
h2 { margin: 40px 0 4px; padding-top: 16px; border-top: 1px solid var(--line); font-size: 20px; line-height: 1.3; }
h3 { margin: 24px 0 4px; font-size: 16px; overflow-wrap: anywhere; }
p { margin: 0 0 8px; max-width: 78ch; }
.about, .note { color: var(--muted); font-size: 13px; }
a { color: var(--accent); text-underline-offset: 3px; }
nav { display: flex; flex-wrap: wrap; gap: 4px 16px; margin-top: 16px; font-size: 13px; }
.banner { margin: 12px 0 0; padding: 10px 14px; border-left: 4px solid var(--muted); border-radius: 6px; background: var(--raised); }
.banner.good { border-color: var(--good); background: var(--good-pale); color: var(--good); font-weight: 600; }
.banner.wrong { border-color: var(--bad); background: var(--bad-pale); color: var(--bad); font-weight: 600; }
.scroll { margin: 12px 0; overflow-x: auto; }
.scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
table { width: 100%; border-collapse: collapse; font-size: 13px; }
caption { padding: 4px 0; text-align: left; font-weight: 600; font-size: 14px; }
th, td { padding: 5px 16px 5px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { color: var(--muted); font-weight: 500; vertical-align: bottom; }
tbody th { font-weight: 500; min-width: 10ch; }
td { min-width: 6ch; }
.numeric { text-align: right; white-space: nowrap; }
.whole { white-space: nowrap; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 760px) {
  tbody th, thead th:first-child { position: sticky; left: 0; background: var(--paper); }
}
tr.bad th, tr.bad td, p.bad, li.bad { background: var(--bad-pale); color: var(--bad); font-weight: 600; }
.facts { margin: 8px 0; padding-left: 20px; font-size: 13px; }
dl { margin: 8px 0 0; }
dl > div { padding: 10px 0; border-bottom: 1px solid var(--line); }
dt { font-weight: 600; }
dd { margin: 2px 0 0; }
.formula { padding: 6px 10px; border-radius: 6px; background: var(--raised); font-size: 13px; max-width: none; overflow-wrap: anywhere; }
code.sum { font-size: 11px; overflow-wrap: anywhere; }
@media (min-width: 900px) { code.sum { white-space: nowrap; } }
@page { margin: 12mm; }
@media print {
  :root {
    --paper: #ffffff; --ink: #000000; --muted: #444444; --line: #bbbbbb; --raised: #f4f4f4; --accent: #000000;
    --good: #0b5d46; --good-pale: #ffffff; --bad: #a11212; --bad-pale: #ffffff;
  }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav { display: none; }
  .scroll { overflow: visible; }
  table, .about, .note, .formula { font-size: 8.5pt; }
  th, td { padding: 3px 6px 3px 0; }
  thead th { font-size: 7.5pt; hyphens: auto; }
  thead th.numeric, .whole { white-space: normal; }
  tbody th, td { overflow-wrap: anywhere; min-width: 0; }
  tbody th { min-width: 9ch; }
  h2, h3, caption { break-after: avoid; }
  tr, dl > div { break-inside: avoid; }
  thead { display: table-header-group; }
  .banner { border: 1.5pt solid; }
  code.sum { white-space: normal; font-size: 7pt; }
}
`;
