import { formatDuration, formatMomentMs } from '../moment.ts'
import { formatCount } from '../quantity.ts'
import type { CampaignPicture } from '../report.ts'
import { markup, NOTHING, verbatim, type Markup } from './markup.ts'

const BARS_MAX = 180
const HEIGHT = 100
const DAY_MS = 86_400_000
/** Beyond this many days their lines would be a hatching. */
const DAY_LINES_MAX = 62

/** Interactions over time as a figure; nothing when there are fewer than two bins. */
export function activityChart({ activity }: CampaignPicture): Markup {
  if (activity.counts.length < 2) return NOTHING
  const binsPerBar = Math.ceil(activity.counts.length / BARS_MAX)
  const barMs = activity.binMs * binsPerBar
  const bars = sumsOf(activity.counts, binsPerBar)
  const most = bars.reduce((high, count) => Math.max(high, count), 0)
  const mostAt = formatMomentMs(activity.fromMs + bars.indexOf(most) * barMs)
  const toMs = activity.fromMs + activity.counts.length * activity.binMs
  const text = `Interactions per ${formatDuration(barMs)}. The most, ${formatCount(most)}, from ${mostAt} UTC on.`
  return markup`<figure class="activity">
<svg viewBox="0 0 ${bars.length} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${text}">
<path class="days" vector-effect="non-scaling-stroke" d="${verbatim(dayLines(activity.fromMs, toMs, barMs))}"/>
<path class="bars" d="${verbatim(barsPath(bars, most))}"/>
<path class="base" vector-effect="non-scaling-stroke" d="M0 ${HEIGHT}H${bars.length}"/>
</svg>
<div class="span"><span>${formatMomentMs(activity.fromMs)}</span><span>${formatMomentMs(toMs)} UTC</span></div>
<figcaption>${text}</figcaption>
</figure>`
}

function sumsOf(counts: readonly number[], binsPerBar: number): readonly number[] {
  return Array.from({ length: Math.ceil(counts.length / binsPerBar) }, (_, bar) =>
    counts.slice(bar * binsPerBar, (bar + 1) * binsPerBar).reduce((sum, count) => sum + count, 0),
  )
}

function barsPath(bars: readonly number[], most: number): string {
  return bars
    .map((count, index) => {
      const height = Math.round((count / Math.max(1, most)) * HEIGHT * 10) / 10
      return height > 0 ? `M${index + 0.1} ${HEIGHT}v-${height}h.8v${height}z` : ''
    })
    .join('')
}

function dayLines(fromMs: number, toMs: number, barMs: number): string {
  if ((toMs - fromMs) / DAY_MS > DAY_LINES_MAX) return ''
  let path = ''
  for (let dayMs = Math.ceil(fromMs / DAY_MS) * DAY_MS; dayMs < toMs; dayMs += DAY_MS) {
    path += `M${Math.round(((dayMs - fromMs) / barMs) * 100) / 100} 0V${HEIGHT}`
  }
  return path
}
