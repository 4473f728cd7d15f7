import type { NextStep } from '../next-step.ts'
import type { Finding } from '../report.ts'
import { part } from './campaign-section.ts'
import { markup, NOTHING, type Markup } from './markup.ts'

/** The end of the page: what the records lacked, what to do next, how to read the numbers. `terms` are explained besides. */
export function closing(finding: Finding, next: readonly NextStep[], terms: Markup = NOTHING): Markup {
  const hasCampaigns = finding.report.campaigns.length > 0
  return markup`
<section class="closing" aria-label="Limits and next steps">
${part('What the records lacked', lacking(finding.lacked), 2)}
${part('Next', steps(next), 2)}
${hasCampaigns ? part('How to read this', guide(terms), 2) : NOTHING}
</section>`
}

function lacking(lacked: readonly string[]): Markup {
  if (lacked.length === 0) return NOTHING
  return markup`<ul class="prose">${lacked.map((text) => markup`<li>${text}</li>`)}</ul>`
}

function steps(next: readonly NextStep[]): Markup {
  const items = next.map(({ command, purpose }) =>
    command === null ? markup`<li>${purpose}</li>` : markup`<li><code>${command}</code> ${purpose}</li>`,
  )
  return markup`<ul class="prose">${items}</ul>`
}

function guide(terms: Markup): Markup {
  return markup`<dl class="prose">
${terms}<dt>Nats</dt><dd>The weight of evidence: how much likelier the observation is if one operator is behind the accounts than if they are independent, as a natural logarithm. 2.3 nats are ten times, 14 nats a million times. Two random accounts need some 14 nats to make one operator as likely as not.</dd>
<dt>Probability</dt><dd>That the account belongs to the campaign.</dd>
<dt>Confidence</dt><dd>One minus the share of false claims to be expected among all claims made at this strength.</dd>
<dt>Control, extraction, deception</dt><dd>Three separate questions. A company gateway is under one control, a licensed data team extracts, a private person hides. An extraction campaign is one hidden operator and extraction-shaped use.</dd>
<dt>What this is not</dt><dd>Proof. Whoever acts on it should be able to undo it, and whoever is hit by it to object.</dd>
</dl>`
}
