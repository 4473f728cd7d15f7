import { membersInOrder } from '../campaign-order.ts'
import { formatConfidence, formatCount, formatCounted } from '../quantity.ts'
import type { AccountEntry, CampaignEntry } from '../report.ts'
import { markup, NOTHING, short, type Markup } from './markup.ts'

/** A campaign's members as a table, most probable first, at most `rowsMax` of them. */
export function memberTable(campaign: CampaignEntry, rowsMax: number): Markup {
  const members = membersInOrder(campaign).slice(0, rowsMax)
  const rest = campaign.accounts.length - members.length
  const hasDenied = members.some(({ interactions_after }) => interactions_after > 0)
  return markup`<div class="scroll" tabindex="0" role="group" aria-label="Members of ${short(campaign.id)}"><table class="members sortable">
<thead><tr><th scope="col" class="text">Account</th><th scope="col">Probability</th><th scope="col">Interactions</th>${
    hasDenied ? markup`<th scope="col">Denied</th>` : NOTHING
  }<th scope="col" class="text">Strongest evidence</th></tr></thead>
<tbody>${members.map((member) => row(member, hasDenied))}</tbody></table></div>
${rest > 0 ? note(rest) : NOTHING}`
}

// No end tags and no classes: rows are most of the page's bytes, and HTML needs neither here.
function row(member: AccountEntry, hasDenied: boolean): Markup {
  const first = member.evidence[0]
  const denied = hasDenied ? markup`<td>${formatCount(member.interactions_after)}` : NOTHING
  const strongest = first ? markup`${short(first.signal)} ${first.nats.toFixed(1)}` : NOTHING
  return markup`
<tr><th scope="row">${short(member.account)}<td>${formatConfidence(member.probability)}<td>${formatCount(member.interactions)}${denied}<td>${strongest}`
}

function note(rest: number): Markup {
  return markup`<p class="small quiet">Not shown: ${formatCounted(rest, 'less probable member')}. The JSON report lists all.</p>`
}
