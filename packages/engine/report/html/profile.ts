import { formatShare } from '../quantity.ts'
import type { CampaignEntry, CapabilityMix } from '../report.ts'
import { markup, NOTHING, type Markup } from './markup.ts'

const AXES = [
  ['control', 'Control', 'acts as one party'],
  ['extraction', 'Extraction', 'used as to copy the model'],
  ['deception', 'Deception', 'hides that it is one party'],
] as const

const CAPABILITIES = [
  'reasoning',
  'code',
  'agentic',
  'grading',
  'general',
] as const satisfies readonly (keyof CapabilityMix)[]

/** The three axes and what the campaign's traffic exercised. */
export function profile(campaign: CampaignEntry): Markup {
  return markup`<div class="profile">
<dl class="axes">${AXES.map(([axis, name, meaning]) => axisRow(name, meaning, campaign[axis]))}</dl>
${mix(campaign.capabilities)}
</div>`
}

function axisRow(name: string, meaning: string, value: number): Markup {
  const level = Math.round(Math.max(0, Math.min(1, value)) * 1000) / 10
  return markup`
<div><dt>${name} <small>${meaning}</small></dt><dd>${value.toFixed(2)}</dd>
<svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="1"/><rect class="level" width="${level}" height="1"/></svg></div>`
}

function mix(shares: CapabilityMix): Markup {
  const present = CAPABILITIES.filter((name) => shares[name] > 0)
  if (present.length === 0) return NOTHING
  let start = 0
  const segments = CAPABILITIES.map((name, index) => {
    const width = Math.round(shares[name] * 1000)
    const segment = markup`<rect class="m${index}" x="${start}" width="${Math.max(0, width - 4)}" height="1"/>`
    start += width
    return segment
  })
  const label = present.map((name) => `${name} ${formatShare(shares[name])}`).join(', ')
  return markup`<div class="mix">
<svg viewBox="0 0 ${Math.max(1, start - 4)} 1" preserveAspectRatio="none" role="img" aria-label="Traffic by capability: ${label}">${segments}</svg>
<ul>${present.map(
    (name) =>
      markup`<li><svg viewBox="0 0 1 1" aria-hidden="true"><rect class="m${CAPABILITIES.indexOf(name)}" width="1" height="1"/></svg>${name}<span>${formatShare(shares[name])}</span></li>`,
  )}</ul>
</div>`
}
