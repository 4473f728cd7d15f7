/** What speaks against a claim, said beside it. */
import type { Claim, Group } from '@stillhunt/core/campaign'
import { counted } from '../signal.ts'
import type { Evidenced } from './explanation.ts'
import type { Usage } from './usage.ts'

/** The sentences against the claim on `group`; none when nothing was found. */
export function counterEvidence(group: Group, claim: Claim | null, usage: Usage, { directory }: Evidenced): string[] {
  const sentences: string[] = []
  const size = group.members.length
  const alike = group.members.filter(({ byFamily }) => byFamily.handoff === 0).length
  if (alike > 0)
    sentences.push(
      `${counted(alike, 'account')} of ${size} were never seen handing work over; they are named for likeness of content, identity or client.`,
    )
  const declared = group.members.filter(({ account }) => directory.population.org[account]! >= 0).length
  if (declared > 0) sentences.push(`${counted(declared, 'account')} of ${size} belong to a declared organisation.`)
  const verified = group.members.filter(({ account }) =>
    /person|organization|contract/.test(directory.entries[account]!.tier),
  ).length
  if (verified > 0)
    sentences.push(`${counted(verified, 'account')} of ${size} reached verification of a person or an organisation.`)
  const share = usage.prompts === 0 ? 0 : usage.templated / usage.prompts
  if (claim?.kind === 'extraction' && share < 0.5)
    sentences.push(
      `${Math.round((1 - share) * 100)} % of its prompts fit none of its templates: genuine customers, or cover.`,
    )
  if (usage.slotUsesMax > 4 * Math.max(1, usage.slotUsesMedian))
    sentences.push(
      `One filling was used ${usage.slotUsesMax} times where the median is ${usage.slotUsesMedian}: somebody repeats themselves, as users do.`,
    )
  return sentences
}
