/** Figures and tables. Colours are named in the page style. */
export const FIGURE_STYLE = `
svg { display: block; max-width: 100%; }
figcaption { margin-top: 0.75rem; font-size: 0.8125rem; line-height: 1.5; color: var(--quiet); max-width: 44rem; }
.profile { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr)); gap: 2rem 3.5rem; }
.axes { display: grid; gap: 0.9rem; }
.axes div { display: grid; grid-template-columns: 1fr auto; gap: 0.15rem 1rem; align-items: baseline; }
.axes dt { font-size: 0.9375rem; }
.axes dt small { font-size: 0.8125rem; color: var(--quiet); margin-left: 0.4rem; }
.axes dd { font-size: 0.9375rem; }
.axes svg { grid-column: 1 / -1; width: 100%; height: 4px; }
.track { fill: var(--line); }
.level { fill: var(--kind); }
.mix svg { width: 100%; height: 18px; }
.mix ul { margin-top: 0.75rem; display: grid; gap: 0.2rem; font-size: 0.9375rem; }
.mix li { display: grid; grid-template-columns: 1.4rem 1fr auto; align-items: center; }
.mix li svg { width: 11px; height: 11px; }
.mix .m0, .mix .m1, .mix .m2, .mix .m3 { fill: var(--kind); }
.mix .m1 { fill-opacity: 0.7; }
.mix .m2 { fill-opacity: 0.45; }
.mix .m3 { fill-opacity: 0.25; }
.mix .m4 { fill: var(--quiet); fill-opacity: 0.45; }
.graph svg { width: 100%; height: auto; background: var(--wash); }
.graph circle { fill: var(--ink); stroke: var(--wash); stroke-width: 1.5; }
.graph circle:hover { fill: var(--kind); }
.graph path { fill: none; }
.s0 { stroke: var(--s0); } .s1 { stroke: var(--s1); } .s2 { stroke: var(--s2); } .s3 { stroke: var(--s3); }
.s4 { stroke: var(--s4); } .s5 { stroke: var(--s5); } .s6 { stroke: var(--s6); }
.n0 { stroke-opacity: 0.4; stroke-width: 1.2; }
.n1 { stroke-opacity: 0.65; stroke-width: 1.8; }
.n2 { stroke-opacity: 1; stroke-width: 2.6; }
.key { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin-top: 0.75rem; font-size: 0.8125rem; }
.key li { display: flex; align-items: center; gap: 0.45rem; }
.key svg { flex: none; width: 18px; height: 4px; stroke-width: 4; }
.activity svg { width: 100%; height: 7rem; }
.activity .bars { fill: var(--kind); }
.activity .days { stroke: var(--line); stroke-width: 1; fill: none; }
.activity .base { stroke: var(--quiet); stroke-width: 1; fill: none; }
.leakage > svg { width: 100%; height: 11rem; }
.leakage .key { margin-top: 0.6rem; }
.leakage .key svg { height: 10px; }
.leaked { fill: var(--extraction); }
.denied { fill: var(--quiet); fill-opacity: 0.3; }
.leakage .base, .ladder .base { stroke: var(--quiet); stroke-width: 1; fill: none; }
.ladder .plot { position: relative; padding-left: 3rem; }
.ladder .plot > svg { width: 100%; height: 15rem; overflow: visible; }
.ladder path { fill: none; stroke-width: 2.25; stroke-linejoin: round; }
.ladder .grid { stroke: var(--line); stroke-width: 1; }
.levels { position: absolute; left: 0; top: 0; width: 2.5rem; height: 15rem; font-size: 0.8125rem; color: var(--quiet); text-align: right; }
.levels li { position: absolute; right: 0; line-height: 1; transform: translateY(-50%); }
.levels li:nth-child(2) { top: 10%; }
.levels li:nth-child(3) { top: 50%; }
.guide { font-size: 0.9375rem; max-width: 40rem; margin-bottom: 0.75rem; }
.contents + p, .scroll + p { margin-top: 0.75rem; max-width: 44rem; }
.under { display: block; font: 400 0.8125rem/1.4 var(--plain); color: var(--quiet); }
.contents .under.kind { font: 400 0.8125rem/1.4 var(--plain); color: var(--kind); }
.delays th, .delays td { padding-left: 1rem; }
.delays th:first-child { padding-left: 0; }
.delays .under { white-space: nowrap; }
.near td, .near th { vertical-align: top; }
.near { table-layout: fixed; }
.near thead th:nth-child(1) { width: 13rem; }
.near thead th:nth-child(2) { width: 9rem; }
.near td svg { width: 100%; height: 4px; margin-top: 0.3rem; }
.near .level { fill: var(--coordinated); }
.near .text { white-space: normal; }
.span { display: flex; justify-content: space-between; gap: 1rem; margin-top: 0.3rem; font-size: 0.8125rem; color: var(--quiet); }
.span :last-child { text-align: right; }
.evidence { display: grid; gap: 1.25rem; }
.evidence li { display: grid; grid-template-columns: 5.5rem minmax(0, 1fr); gap: 0 1rem; align-items: baseline; }
.evidence .weight { font-weight: 600; white-space: nowrap; text-align: right; }
.evidence .source { font-size: 0.8125rem; color: var(--quiet); margin-top: 0.2rem; }
.evidence .statement { font: 1.0625rem/1.5 var(--prose); max-width: 38rem; }
.scroll { overflow-x: auto; }
.scroll:focus-visible { outline-offset: 4px; }
table { border-collapse: collapse; width: 100%; font-size: 0.9375rem; line-height: 1.4; }
th, td { padding: 0.4rem 0 0.4rem 1.25rem; text-align: right; vertical-align: baseline; border-bottom: 1px solid var(--line); white-space: nowrap; }
th:first-child { padding-left: 0; text-align: left; white-space: normal; min-width: 9rem; }
th { font-weight: 400; }
thead th { color: var(--quiet); font-size: 0.8125rem; vertical-align: bottom; border-bottom-color: var(--quiet); }
tbody th { font: 0.875rem/1.4 var(--code); }
td.text, th.text { text-align: left; }
.contents .kind { font: inherit; margin: 0; }
.members td:last-child, .members th:last-child { text-align: left; color: var(--quiet); }
th button { all: unset; cursor: pointer; }
th button:hover, th button:focus-visible { text-decoration: underline; text-underline-offset: 0.2em; }
th button:focus-visible { outline: 2px solid var(--coordinated); outline-offset: 2px; }
th[aria-sort] { color: var(--ink); }
th[aria-sort=ascending] button::after { content: ' \\2191'; }
th[aria-sort=descending] button::after { content: ' \\2193'; }
.quarters { position: relative; height: 1.5em; }
.quarters :nth-child(n+2):nth-child(-n+4) { position: absolute; transform: translateX(-50%); }
.quarters :nth-child(2) { left: 25%; }
.quarters :nth-child(3) { left: 50%; }
.quarters :nth-child(4) { left: 75%; }
@media (max-width: 44rem) {
  .evidence li { grid-template-columns: minmax(0, 1fr); }
  .evidence .weight { text-align: left; }
  table { font-size: 0.8125rem; }
  tbody th { font-size: 0.8125rem; }
  th, td { padding-left: 0.75rem; }
  th:first-child { min-width: 6.5rem; }
  .contents th:first-child { min-width: 0; }
  .spare { display: none; }
  .activity svg { height: 5rem; }
  .leakage > svg { height: 8rem; }
  .ladder .plot > svg, .levels { height: 11rem; }
  .ladder .span span:nth-child(even) { display: none; }
  .delays th, .delays td, .released th, .released td { padding-left: 0.45rem; }
  .delays th:first-child, .released th:first-child { padding-left: 0; min-width: 5.5rem; }
  .contents.delays th:first-child { min-width: 0; }
  .delays tbody th { overflow-wrap: normal; }
  .delays .under { white-space: normal; }
  .near thead { display: none; }
  .near tr { display: grid; grid-template-columns: minmax(0, 1fr) 6.5rem; border-bottom: 1px solid var(--line); }
  .near th, .near td, .near .text { border: 0; width: auto; min-width: 0; }
  .near .text { grid-column: 1 / -1; padding-left: 0; padding-top: 0; }
}
@media print { .scroll { overflow: visible; } }
`
