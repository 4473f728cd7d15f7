import { containment, headline } from '../headline.ts'
import { formatSpan } from '../moment.ts'
import { formatCounted } from '../quantity.ts'
import type { CampaignEntry, CampaignPicture, Report } from '../report.ts'
import { accountGraph } from './account-graph.ts'
import { activityChart } from './activity-chart.ts'
import { evidenceList } from './evidence-list.ts'
import { markup, NOTHING, short, type Markup } from './markup.ts'
import { memberTable } from './member-table.ts'
import { profile } from './profile.ts'

/** What one campaign's section is made of. */
export interface CampaignSection {
  readonly campaign: CampaignEntry
  readonly picture: CampaignPicture | undefined
  readonly data: Report['data']
  /** The id of the section in the page. */
  readonly anchor: string
  readonly memberRowsMax: number
}

/** One campaign: headline, profile, picture, life, evidence for and against, members. */
export function campaignSection({ campaign, picture, data, anchor, memberRowsMax }: CampaignSection): Markup {
  return markup`
<section class="campaign ${campaign.kind}" id="${anchor}" aria-labelledby="${anchor}-head">
<header>
<p class="kind">${capitalized(campaign.kind)} <code>${short(campaign.id)}</code></p>
<h2 id="${anchor}-head">${headline(campaign)}</h2>
<p class="lead">${summary(campaign, data)}</p>
</header>
${part('Profile', profile(campaign))}
${part('Evidence', evidenceList(campaign.evidence))}
${part('Against it', counterEvidence(picture))}
${part('Accounts and links', picture ? accountGraph(campaign, picture) : NOTHING)}
${part('Activity', picture ? activityChart(picture) : NOTHING)}
${part('Members', memberTable(campaign, memberRowsMax))}
</section>`
}

/** A part of a section with its label as a heading of that level; nothing when its content is nothing. */
export function part(label: string, content: Markup, level: 2 | 3 = 3): Markup {
  if (content.html === '') return NOTHING
  return markup`<div class="part"><h${level}>${label}</h${level}><div>${content}</div></div>`
}

function summary(campaign: CampaignEntry, data: Report['data']): string {
  const seen = `Seen from ${formatSpan(campaign.first_seen, campaign.last_seen)}; ${formatCounted(campaign.output_tokens, 'output token')}.`
  return [seen, containment(campaign, data) ?? ''].join(' ').trimEnd()
}

function counterEvidence(picture: CampaignPicture | undefined): Markup {
  const statements = picture?.counter ?? []
  if (statements.length === 0) return NOTHING
  return markup`<ul class="prose">${statements.map((statement) => markup`<li>${statement}</li>`)}</ul>`
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
