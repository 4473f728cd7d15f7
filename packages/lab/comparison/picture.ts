/** The comparison as a picture: one self-contained SVG that follows the reader's light or dark theme. */
import type { Comparison, MethodScore } from './compare.ts'
import { flattery, markOf } from './hint.ts'
import { count, counted, percent } from './share.ts'

const width = 800
const nameWidth = 176
const valueWidth = 140
const barMax = width - nameWidth - valueWidth - 32
const rowHeight = 26
const barHeight = 14
const headHeight = 104
const footHeight = 84

const style = `
  svg { --paper: #fdfcfa; --ink: #1d1c1a; --quiet: #66625b; --line: #dedad2; --ours: #a8321a; --ours-more: #dfae9f; --theirs: #21618f; --theirs-more: #a9c6da; }
  @media (prefers-color-scheme: dark) {
    svg { --paper: #161615; --ink: #e9e6df; --quiet: #a29d93; --line: #37352f; --ours: #f08a6c; --ours-more: #70402f; --theirs: #7db9e6; --theirs-more: #335069; }
  }
  .paper { fill: var(--paper); } .ink { fill: var(--ink); } .quiet { fill: var(--quiet); } .line { stroke: var(--line); }
  .ours { fill: var(--ours); } .ours-more { fill: var(--ours-more); } .theirs { fill: var(--theirs); } .theirs-more { fill: var(--theirs-more); }
  text { font: 13px system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'DejaVu Sans', Arial, sans-serif; font-variant-numeric: tabular-nums; }
  .title { font-size: 19px; font-weight: 600; } .small { font-size: 11.5px; } .strong { font-weight: 600; }
`

/** Bars of recall at a precision of 0.99, and paler what a precision of 0.9 adds; the detector first. */
export function renderPicture(comparison: Comparison): string {
  const { methods, world } = comparison
  const height = headHeight + methods.length * rowHeight + footHeight
  const title = 'How many of the operators’ accounts each method finds'
  const what = `${counted(world.extraction, 'account')} of ${counted(world.campaigns, 'hidden operator')} among ${count(world.benign)} benign ones`
  const described = methods.map(({ name, at99 }) => `${name} ${percent(at99.recall)}`).join(', ')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">
<title id="title">${title}</title>
<desc id="description">Recall at a precision of at least 0.99: ${described}.</desc>
<style>${style}</style>
<rect class="paper" width="${width}" height="${height}" rx="6"/>
${text(24, 36, 'title ink', title)}
${text(24, 57, 'quiet', what)}
${legend(84)}
${grid(height)}
${methods.map((method, index) => bar(method, index)).join('\n')}
${foot(comparison, height - footHeight + 36)}
</svg>
`
}

function legend(y: number): string {
  const swatch = (x: number, kind: string): string =>
    `<rect class="ours${kind}" x="${x}" y="${y - 10}" width="8" height="11"/><rect class="theirs${kind}" x="${x + 8}" y="${y - 10}" width="8" height="11"/>`
  const left = nameWidth + 24
  return [
    swatch(left, ''),
    text(left + 23, y, 'quiet small', 'recall at a precision of 0.99'),
    swatch(left + 200, '-more'),
    text(left + 223, y, 'quiet small', 'what a precision of 0.9 adds'),
  ].join('')
}

function grid(height: number): string {
  const lines = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const x = nameWidth + 24 + share * barMax
    const label = text(x, height - footHeight + 8, 'quiet small', `${share * 100} %`, 'middle')
    return `<path class="line" d="M${x} ${headHeight - 8}V${height - footHeight - 6}"/>${label}`
  })
  return lines.join('\n')
}

function bar({ name, hint, at99, at90 }: MethodScore, index: number): string {
  const y = headHeight + index * rowHeight
  const kind = index === 0 ? 'ours' : 'theirs'
  const baseline = y + barHeight / 2 + 4.5
  const left = nameWidth + 24
  const value = at99.recall === 0 && at90.recall === 0 ? '0 %' : `${percent(at99.recall)}`
  const more = at90.recall > at99.recall ? ` to ${percent(at90.recall)}` : ''
  const label = `<text class="ink" x="${nameWidth + 12}" y="${baseline}" text-anchor="end"><tspan class="${index === 0 ? 'strong' : ''}">${name}</tspan>${hint === 'none' ? '' : ` <tspan class="quiet small">${markOf(hint)}</tspan>`}</text>`
  const rects = [
    [`${kind}-more`, at90.recall],
    [kind, at99.recall],
  ] as const
  const bars = rects
    .map(
      ([fill, share]) =>
        `<rect class="${fill}" x="${left}" y="${y}" width="${(Math.max(share, 0.002) * barMax).toFixed(1)}" height="${barHeight}"/>`,
    )
    .join('')
  return `${label}${bars}${text(left + at90.recall * barMax + 8, baseline, index === 0 ? 'ink strong' : 'ink', `${value}${more}`)}`
}

function foot({ detector }: Comparison, y: number): string {
  const own = `Stillhunt at its own threshold, chosen without labels: precision ${percent(detector.precision)}, recall ${percent(detector.recall)}, ${counted(detector.benign, 'benign account')} named.`
  const marks =
    'a: trained on half of the operators’ labels. b: was told who is benign. c: was told who belongs together; an upper bound.'
  return [own, flattery, marks].map((line, index) => text(24, y + index * 16 - 4, 'quiet small', line)).join('\n')
}

/** All texts are ours or numbers: nothing of the logs is in the picture, so nothing needs escaping. */
function text(x: number, y: number, kind: string, content: string, anchor = 'start'): string {
  return `<text class="${kind}" x="${x.toFixed(1)}" y="${y.toFixed(1)}"${anchor === 'start' ? '' : ` text-anchor="${anchor}"`}>${content}</text>`
}
