/** Colours, type and the frame of the page. Every pair of text and ground has a contrast of at least 4.5 to 1. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fdfcfa; --ink: #1d1c1a; --quiet: #66625b; --line: #dedad2; --wash: #f4f1eb;
  --extraction: #a8321a; --resale: #83498f; --coordinated: #21618f; --caution: #7d5a00;
  --s0: #1f6aa5; --s1: #c4520f; --s2: #12805c; --s3: #a24b86; --s4: #8a6d00; --s5: #5b54b8; --s6: #77736b;
  --prose: Charter, 'Bitstream Charter', 'Sitka Text', Cambria, 'Source Serif 4', 'Noto Serif', Georgia, serif;
  --plain: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', Arial, sans-serif;
  --code: ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #161615; --ink: #e9e6df; --quiet: #a29d93; --line: #37352f; --wash: #1f1e1c;
    --extraction: #f08a6c; --resale: #cf9bdb; --coordinated: #7db9e6; --caution: #d9b24c;
    --s0: #6cb0e6; --s1: #f0905a; --s2: #4dbd95; --s3: #dd8fc4; --s4: #cdb04a; --s5: #a5a0f0; --s6: #98938a;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 4.5rem 2rem 6rem; max-width: 66rem;
  background: var(--paper); color: var(--ink); font: 1rem/1.55 var(--plain);
  font-variant-numeric: tabular-nums lining-nums; overflow-wrap: anywhere;
}
h1, h2, h3, p, ol, ul, dl, dd, figure, table { margin: 0; padding: 0; }
h1, h2 { font-family: var(--prose); font-weight: 600; text-wrap: balance; letter-spacing: -0.005em; }
h1 { font-size: clamp(1.75rem, 1.2rem + 2.4vw, 2.75rem); line-height: 1.15; max-width: 24em; }
h2 { font-size: clamp(1.3rem, 1.05rem + 1.1vw, 1.75rem); line-height: 1.25; }
h3 { font: 600 0.8125rem/1.5 var(--plain); color: var(--quiet); }
a { color: inherit; text-decoration-color: var(--line); text-underline-offset: 0.2em; }
a:hover { text-decoration-color: currentColor; }
:focus-visible { outline: 2px solid var(--coordinated); outline-offset: 2px; }
code { font: 0.875em/1.5 var(--code); }
ol, ul { list-style: none; }
.lead, .prose, .statement { text-wrap: pretty; }
.lead { font: 1.125rem/1.55 var(--prose); max-width: 40rem; margin-top: 1rem; }
.quiet { color: var(--quiet); }
.small { font-size: 0.8125rem; }
.brand { font: 600 0.875rem/1.5 var(--plain); letter-spacing: 0.01em; margin-bottom: 2.5rem; }
.brand span { color: var(--quiet); font-weight: 400; }
.facts { margin-top: 2.5rem; display: grid; grid-template-columns: 10rem 1fr; border-top: 1px solid var(--line); }
.facts dt, .facts dd { padding: 0.4rem 0; border-bottom: 1px solid var(--line); font-size: 0.9375rem; }
.facts dt { color: var(--quiet); }
.facts .flaw { color: var(--caution); font-weight: 600; }
.part { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr); gap: 0 1.5rem; margin-top: 2.75rem; }
.part > h3, .part > h2 { font: 600 0.8125rem/1.5 var(--plain); color: var(--quiet); letter-spacing: 0; padding-top: 0.15rem; }
.campaign { margin-top: 5.5rem; padding-top: 1.5rem; border-top: 3px solid var(--kind); }
.campaign > header { max-width: 46rem; }
.extraction { --kind: var(--extraction); }
.resale { --kind: var(--resale); }
.coordinated { --kind: var(--coordinated); }
.kind { font: 600 0.9375rem/1.5 var(--plain); color: var(--kind); margin-bottom: 0.6rem; }
.kind code { color: var(--quiet); font-weight: 400; margin-left: 0.5rem; }
.closing { margin-top: 5.5rem; padding-top: 0.25rem; border-top: 3px solid var(--line); }
.closing .part { margin-top: 2rem; }
.prose { font: 1.0625rem/1.55 var(--prose); max-width: 40rem; }
.prose li + li, .prose p + p { margin-top: 0.6rem; }
.prose code { font-size: 0.85em; }
.prose dt { font-weight: 600; }
.prose dd + dt { margin-top: 0.6rem; }
@media (max-width: 44rem) {
  body { padding: 2rem 1.125rem 3rem; }
  .brand { margin-bottom: 1.5rem; }
  .facts { grid-template-columns: 6rem minmax(0, 1fr); }
  .part { grid-template-columns: minmax(0, 1fr); gap: 0.6rem; margin-top: 2rem; }
  .campaign, .closing { margin-top: 3.5rem; }
}
@media print {
  :root { color-scheme: light; --paper: #fff; }
  body { padding: 0; max-width: none; font-size: 10pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .campaign { break-before: page; margin-top: 0; }
  figure, li, tr, dd, header { break-inside: avoid; }
  dt { break-after: avoid; }
  .campaign > header { break-after: avoid; }
}
`
