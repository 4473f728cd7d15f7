import { isClaim } from '../campaign-order.ts'
import { formatDelay, formatLeak, formatLeakShare, ladderOf } from '../ladder.ts'
import { formatMoment } from '../moment.ts'
import { formatCounted } from '../quantity.ts'
import { LADDER_GUIDE } from '../replaying.ts'
import { markup, NOTHING, short, type Markup } from './markup.ts'
import type { ContentsEntry } from './overview.ts'

/** How soon each campaign was named and what leaked, as a table that leads to their sections; nothing without campaigns. */
export function ladderTable(entries: readonly ContentsEntry[]): Markup {
  if (entries.length === 0) return NOTHING
  return markup`<div class="scroll" tabindex="0" role="group" aria-label="How soon each campaign was named"><table class="contents delays">
<thead><tr><th scope="col">Campaign</th><th scope="col" class="spare">First seen, UTC</th><th scope="col">First</th><th scope="col">Half</th><th scope="col">90 %</th><th scope="col">Leaked, of all</th></tr></thead>
<tbody>${entries.map(row)}</tbody></table></div>
<p class="small quiet">${LADDER_GUIDE}</p>`
}

function row({ campaign, anchor }: ContentsEntry): Markup {
  const ladder = ladderOf(campaign)
  const id = short(campaign.id)
  const name = anchor === null ? markup`${id}` : markup`<a href="#${anchor}">${id}</a>`
  const delays = [0, 0.5, 0.9].map((share) => markup`<td>${formatDelay(ladder, share)}</td>`)
  const kind = `${campaign.kind}, ${formatCounted(campaign.accounts.length, 'account')}`
  // What nothing is held against does not leak.
  const leak = isClaim(campaign)
    ? markup`${formatLeak(ladder)}<span class="under">${formatLeakShare(ladder)}</span>`
    : NOTHING
  return markup`
<tr><th scope="row">${name}<span class="under kind ${campaign.kind}">${kind}</span></th><td class="spare">${formatMoment(campaign.first_seen)}</td>${delays}<td>${leak}</td></tr>`
}
