import type { LeakagePoint, Replay } from '../backtest.ts'
import { formatMomentMs } from '../moment.ts'
import { formatCount, formatCounted, formatShare } from '../quantity.ts'
import { markup, NOTHING, verbatim, type Markup } from './markup.ts'

const WIDTH = 1000
const HEIGHT = 100
/** Stairs drawn; of steps that fall together the last is drawn. */
const STAIRS_MAX = 500

/** What had leaked and what acting at once would have denied, added up over time; nothing when fewer than two steps added any. */
export function leakageChart({ fromMs, toMs, leakage }: Replay): Markup {
  const last = leakage.at(-1)
  if (last === undefined || leakage.length < 2 || toMs <= fromMs || last.seen === 0) return NOTHING
  const leaked = last.seen - last.contained
  const stairs = (of: (point: LeakagePoint) => number): Markup =>
    verbatim(stairsPath(leakage, { fromMs, toMs }, (point) => of(point) / last.seen))
  const text = `Interactions of the accounts that are named by the end, added up as time went on: ${formatCount(last.seen)} in all.`
  return markup`<figure class="leakage">
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${text}">
<path class="denied" d="${stairs(({ seen }) => seen)}"/>
<path class="leaked" d="${stairs(({ seen, contained }) => seen - contained)}"/>
<path class="base" vector-effect="non-scaling-stroke" d="M0 ${HEIGHT}H${WIDTH}"/>
</svg>
<div class="span"><span>${formatMomentMs(fromMs)}</span><span>${formatMomentMs(toMs)} UTC</span></div>
<ul class="key">${keyEntry('denied', `denied, had each account been suspended once named: ${amount(last.contained, last.seen)}`)}${keyEntry('leaked', `leaked before: ${amount(leaked, last.seen)}`)}</ul>
<figcaption>${text}</figcaption>
</figure>`
}

function keyEntry(name: 'denied' | 'leaked', text: string): Markup {
  return markup`<li><svg viewBox="0 0 18 10" aria-hidden="true"><rect class="${name}" width="18" height="10"/></svg>${text}</li>`
}

function amount(count: number, of: number): string {
  return `${formatCounted(count, 'interaction')} (${formatShare(count / of)})`
}

// Nothing is known of what happened between two steps, so the line does not slope.
function stairsPath(
  points: readonly LeakagePoint[],
  { fromMs, toMs }: Pick<Replay, 'fromMs' | 'toMs'>,
  shareOf: (point: LeakagePoint) => number,
): string {
  const stairs = new Map<number, number>()
  for (const point of points) {
    const place = Math.max(0, Math.min(1, (point.atMs - fromMs) / (toMs - fromMs)))
    stairs.set((Math.round(place * STAIRS_MAX) / STAIRS_MAX) * WIDTH, shareOf(point))
  }
  const path = [...stairs].map(
    ([x, share]) => `H${Math.round(x * 10) / 10}V${Math.round((1 - share) * HEIGHT * 100) / 100}`,
  )
  return `M0 ${HEIGHT}${path.join('')}H${WIDTH}V${HEIGHT}z`
}
