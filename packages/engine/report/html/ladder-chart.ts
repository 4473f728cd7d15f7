import type { Replay } from '../backtest.ts'
import type { Ladder } from '../ladder.ts'
import { formatDuration } from '../moment.ts'
import { formatCount, formatCounted } from '../quantity.ts'
import { markup, NOTHING, short, verbatim, type Markup } from './markup.ts'

const WIDTH = 1000
const HEIGHT = 100
/** Campaigns with a colour of their own; the others share the last one. */
const COLOURS_MAX = 6
/** Curves drawn, and stairs of one curve. */
const CURVES_MAX = 60
const STAIRS_MAX = 400

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Quarters of the axis that people can read. */
const QUARTERS_MS: readonly number[] = [
  ...[0.25, 0.5, 1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 3, 5, 7, 10, 14, 21, 30, 60, 90, 180].map((days) => days * DAY_MS),
]
const QUARTER_YEARLY_MS = 365 * DAY_MS

/** The share of each campaign's accounts that was named by so long after it was first seen; nothing for a single step. */
export function ladderChart(ladders: readonly Ladder[], replay: Replay): Markup {
  const drawn = ladders.filter(({ namedMs }) => namedMs.length > 0).slice(0, CURVES_MAX)
  if (drawn.length === 0 || replay.steps < 2) return NOTHING
  const quarterMs = quarterOf(Math.max(...drawn.map(({ namedMs, firstSeenMs }) => namedMs.at(-1)! - firstSeenMs)))
  const curves = drawn.map((ladder, index) => curve(ladder, index, 4 * quarterMs, replay.toMs))
  const text =
    'Share of the accounts named by the end that were named by so long after the campaign was first seen. ' +
    'Accounts that joined later could only be named later.'
  return markup`<figure class="ladder">
<div class="plot"><ul class="levels" aria-hidden="true"><li>all</li><li>90 %</li><li>half</li></ul>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${text}">
<path class="grid" vector-effect="non-scaling-stroke" d="M0 0H${WIDTH}M0 10H${WIDTH}M0 50H${WIDTH}M250 0V${HEIGHT}M500 0V${HEIGHT}M750 0V${HEIGHT}M1000 0V${HEIGHT}"/>
${curves.toReversed()}<path class="base" vector-effect="non-scaling-stroke" d="M0 ${HEIGHT}H${WIDTH}"/>
</svg>
<div class="span quarters">${[0, 1, 2, 3, 4].map((quarter) => markup`<span>${quarter === 0 ? 'first seen' : formatDuration(quarter * quarterMs)}</span>`)}</div></div>
${key(ladders)}
<figcaption>${text}</figcaption>
</figure>`
}

function quarterOf(longestMs: number): number {
  const found = QUARTERS_MS.find((quarterMs) => 4 * quarterMs >= longestMs)
  return found ?? Math.ceil(longestMs / (4 * QUARTER_YEARLY_MS)) * QUARTER_YEARLY_MS
}

function curve({ firstSeenMs, namedMs }: Ladder, index: number, axisMs: number, toMs: number): Markup {
  const stairs = new Map<number, number>()
  for (const [rank, ms] of namedMs.entries()) {
    const place = Math.round(Math.max(0, (ms - firstSeenMs) / axisMs) * STAIRS_MAX) / STAIRS_MAX
    stairs.set(place * WIDTH, Math.round((1 - (rank + 1) / namedMs.length) * HEIGHT * 100) / 100)
  }
  const path = [...stairs].map(([x, y]) => `H${Math.round(x * 10) / 10}V${y}`).join('')
  // A campaign that began late has not been watched as long as the axis goes.
  const endX = Math.round(Math.max(0, Math.min(1, (toMs - firstSeenMs) / axisMs)) * WIDTH)
  const end = endX > [...stairs.keys()].at(-1)! ? `H${endX}` : ''
  const colour = Math.min(COLOURS_MAX, index)
  return markup`<path class="s${colour}" vector-effect="non-scaling-stroke" d="M0 ${HEIGHT}${verbatim(path + end)}"/>
`
}

function key(ladders: readonly Ladder[]): Markup {
  const named = ladders.slice(0, COLOURS_MAX)
  const rest = ladders.length - named.length
  const texts = named.map(
    ({ campaign, namedMs }) => `${short(campaign.id)}, ${campaign.kind}, ${formatCount(namedMs.length)}`,
  )
  const entries = [...texts, ...(rest > 0 ? [formatCounted(rest, 'other campaign')] : [])]
  return markup`<ul class="key" aria-label="Colours of campaigns">${entries.map(
    (text, index) =>
      markup`<li><svg viewBox="0 0 18 4" aria-hidden="true"><path class="s${index}" d="M0 2H18"/></svg>${text}</li>`,
  )}</ul>`
}
