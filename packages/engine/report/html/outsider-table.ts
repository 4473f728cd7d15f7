import type { BacktestFinding, NearMiss, Release, Replay } from '../backtest.ts'
import { formatDuration, formatMomentMs } from '../moment.ts'
import { formatCount, formatCounted } from '../quantity.ts'
import { formatNearness, NEAR_GUIDE, nearPlace, noRelease, RELEASE_GUIDE } from '../replaying.ts'
import { markup, NOTHING, short, type Markup } from './markup.ts'

/** Rows of each table; what is beyond is counted. */
const NEAR_MISSES_MAX = 50
const RELEASES_MAX = 200

/** The accounts that came closest to being named; nothing when none came close. */
export function nearMissTable({ nearMisses }: Replay): Markup {
  if (nearMisses.length === 0) return NOTHING
  return markup`<p class="guide">${NEAR_GUIDE}</p>
<div class="scroll" tabindex="0" role="group" aria-label="Accounts that came closest"><table class="near">
<thead><tr><th scope="col">Account</th><th scope="col">Nats, needed</th><th scope="col" class="text">Why it came close</th></tr></thead>
<tbody>${nearMisses.slice(0, NEAR_MISSES_MAX).map(nearRow)}</tbody></table></div>
${notShown(nearMisses.length - NEAR_MISSES_MAX, 'that came less close')}`
}

function nearRow(miss: NearMiss): Markup {
  const level =
    Math.round(Math.max(0, Math.min(1, miss.nats / Math.max(Number.MIN_VALUE, miss.thresholdNats))) * 1000) / 10
  return markup`
<tr><th scope="row">${short(miss.account)}</th><td>${formatNearness(miss)}<svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="1"/><rect class="level" width="${level}" height="1"/></svg></td><td class="text"><p>${miss.statement}</p><p class="small quiet">${nearPlace(miss)} UTC</p></td></tr>`
}

/** The accounts that were named and later were not, or that there were none where there could have been. */
export function releaseTable(finding: BacktestFinding): Markup {
  const { released } = finding.replay
  const none = noRelease(finding)
  if (none !== null) return markup`<p class="guide">${none}</p>`
  if (released.length === 0) return NOTHING
  return markup`<p class="guide">${RELEASE_GUIDE}</p>
<div class="scroll" tabindex="0" role="group" aria-label="Accounts that were released"><table class="released">
<thead><tr><th scope="col">Account</th><th scope="col" class="text">Named in</th><th scope="col" class="spare">Named, UTC</th><th scope="col">Released after</th><th scope="col">Interactions</th></tr></thead>
<tbody>${released.slice(0, RELEASES_MAX).map(releaseRow)}</tbody></table></div>
${notShown(released.length - RELEASES_MAX, 'with fewer interactions')}`
}

function releaseRow({ account, campaign, kind, namedMs, releasedMs, interactionsBetween }: Release): Markup {
  const after = formatDuration(Math.max(0, releasedMs - namedMs))
  return markup`
<tr><th scope="row">${short(account)}</th><td class="text"><code>${short(campaign)}</code><span class="under">${kind}</span></td><td class="spare">${formatMomentMs(namedMs)}</td><td>${after}</td><td>${formatCount(interactionsBetween)}</td></tr>`
}

function notShown(rest: number, which: string): Markup {
  return rest > 0 ? markup`<p class="small quiet">Not shown: ${formatCounted(rest, 'account')} ${which}.</p>` : NOTHING
}
