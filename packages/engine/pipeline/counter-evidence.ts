/** What speaks against a claim, said beside it. */
import { counted } from '../signal.ts'
import type { Evidenced } from './explanation.ts'
import type { FoundGroup } from './judgement.ts'

/** A domain that so much of the pool is registered under is told. */
const opennessTold = 0.5

/** The sentences against the claim on a group; none when nothing was found. */
export function counterEvidence(
  { group, usage, measured, measures, claim }: FoundGroup,
  { directory }: Pick<Evidenced, 'directory'>,
): string[] {
  const sentences: string[] = []
  const size = group.members.length
  const alike = group.members.filter(({ account }) => !group.pool.accounts.has(account)).length
  if (alike > 0) {
    const [were, they] =
      alike === 1 ? ['was', 'it is named because it fills'] : ['were', 'they are named because they fill']
    sentences.push(
      `${alike} of ${counted(size, 'account')} ${were} not seen in the pool that hands work around; ${they} its templates as it does.`,
    )
  }
  const declared = group.members.filter(({ account }) => directory.population.org[account]! >= 0).length
  if (declared > 0) sentences.push(`Of a declared organisation: ${declared} of ${counted(size, 'account')}.`)
  const verified = group.members.filter(({ account }) =>
    /person|organization|contract/.test(directory.entry(account).tier),
  ).length
  if (verified > 0)
    sentences.push(`Verified as a person or an organisation: ${verified} of ${counted(size, 'account')}.`)
  if (measures.openness >= opennessTold)
    sentences.push(
      `Registered under one e-mail domain: ${Math.round(measures.openness * 100)} % of its pool. A company that declares nothing looks so; ask it.`,
    )
  const share = usage.prompts === 0 ? 0 : usage.templated / usage.prompts
  if (claim?.kind === 'extraction' && share < 0.5)
    sentences.push(
      `${Math.round((1 - share) * 100)} % of its opening prompts fit none of its templates: genuine customers, or cover.`,
    )
  if (measured.slotUsesMax > 4 * Math.max(1, measured.slotUsesMedian))
    sentences.push(
      `One filling was used ${measured.slotUsesMax} times where the median is ${measured.slotUsesMedian}: somebody repeats themselves, as users do.`,
    )
  return sentences
}
