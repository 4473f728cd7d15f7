import { extent } from '../headline.ts'
import { formatMoment } from '../moment.ts'
import { formatConfidence, formatCount } from '../quantity.ts'
import type { ReadingFact } from '../reading.ts'
import type { CampaignEntry } from '../report.ts'
import type { Verdict } from '../verdict.ts'
import { markup, NOTHING, short, type Markup } from './markup.ts'

/** The head of the page: what it is, verdict and what was read. */
export function masthead(what: string, read: readonly ReadingFact[], { title, meaning }: Verdict): Markup {
  const facts = read.map(
    ({ label, lines, isFlaw }) =>
      markup`<dt${isFlaw ? markup` class="flaw"` : NOTHING}>${label}</dt><dd>${lines.map((line) => markup`<p>${line}</p>`)}</dd>\n`,
  )
  return markup`<header>
<p class="brand">Stillhunt <span>${what}</span></p>
<h1>${title}</h1>
<p class="lead">${meaning}</p>
<dl class="facts">${facts}</dl>
</header>`
}

/** A campaign and the id of its section, null when it has none. */
export interface ContentsEntry {
  readonly campaign: CampaignEntry
  readonly anchor: string | null
}

/** All campaigns as a table that leads to their sections; nothing when there are none. */
export function contents(entries: readonly ContentsEntry[]): Markup {
  if (entries.length === 0) return NOTHING
  return markup`<nav class="part" aria-label="Campaigns"><h2>Campaigns</h2>
<div class="scroll" tabindex="0" role="group" aria-label="Table of campaigns"><table class="contents">
<thead><tr><th scope="col">Campaign</th><th scope="col" class="text">Kind</th><th scope="col">Accounts</th><th scope="col" class="spare">Interactions</th><th scope="col">Confidence</th><th scope="col" class="spare">First seen, UTC</th></tr></thead>
<tbody>${entries.map(contentsRow)}</tbody></table></div></nav>`
}

function contentsRow({ campaign, anchor }: ContentsEntry): Markup {
  const id = short(campaign.id)
  const name = anchor === null ? markup`${id}` : markup`<a href="#${anchor}" title="${extent(campaign)}">${id}</a>`
  return markup`
<tr><th scope="row">${name}</th><td class="text ${campaign.kind}"><span class="kind">${campaign.kind}</span></td><td>${formatCount(campaign.accounts.length)}</td><td class="spare">${formatCount(campaign.interactions)}</td><td>${formatConfidence(campaign.confidence)}</td><td class="spare">${formatMoment(campaign.first_seen)}</td></tr>`
}
