/** What speaks against an account's membership, or against reading more into its links than there is. */
import { families, type Family, linkThresholdNats } from '@stillhunt/core/link'
import type { Standing } from '@stillhunt/core/campaign'
import { counted } from '../../signal.ts'
import type { Analysis } from '../analysis.ts'
import { lackingOf } from './feature-entry.ts'
import type { Home } from './standing-entry.ts'

const familyNoun: Readonly<Record<Family, string>> = {
  handoff: 'the work handed over',
  content: 'likeness of content',
  identity: 'likeness of identity',
  network: 'likeness of network and client',
}

/** An account with fewer interactions may only have begun. */
const interactionsFew = 10
/** Less above the threshold is close to it: odds of e to one more, or less. */
const marginNarrowNats = 3

/** The sentences against; none when nothing was found. */
export function againstAccount(account: number, home: Home | null, analysis: Analysis): string[] {
  const sentences = home === null ? againstLinks(account, analysis) : againstPlace(home, analysis)
  const { interactions } = analysis.directory.entry(account)
  if (interactions < interactionsFew) sentences.push(`It has ${counted(interactions, 'interaction')} only.`)
  return sentences
}

function againstPlace({ found, standing }: Home, analysis: Analysis): string[] {
  const { account } = standing
  const { directory } = analysis
  const sentences = againstStanding(standing, found.whole.thresholdNats)
  const lacking = lackingOf(found.whole, analysis, account)
  if (lacking.length > 0)
    sentences.push(
      `It lacks what practically every member has (${lacking.join(', ')}), which takes ${(-standing.lackNats).toFixed(1)} nats away.`,
    )
  if (directory.population.org[account]! >= 0) sentences.push('It belongs to a declared organisation.')
  const { tier } = directory.entry(account)
  if (/person|organization|contract/.test(tier))
    sentences.push(`It reached verification of a person or an organisation (${tier}).`)
  const members = new Set(found.whole.members.map((member) => member.account))
  const threshold = linkThresholdNats(directory.population.size)
  const outside = [...analysis.evidence.linksOf(new Set([account]))].filter(
    ({ a, b, nats }) => nats >= threshold && !(members.has(a) && members.has(b)),
  ).length
  if (outside > 0) sentences.push(`${counted(outside, 'link')} as strong tie it to accounts that are not members.`)
  return sentences
}

function againstStanding({ byFamily, nats, stands }: Standing, thresholdNats: number): string[] {
  const sentences: string[] = []
  if (byFamily.handoff === 0)
    sentences.push('It was never seen handing work over; it is named for likeness of content, identity or client.')
  for (const family of families)
    if (nats >= thresholdNats && nats - byFamily[family] < thresholdNats)
      sentences.push(`Without ${familyNoun[family]} (${byFamily[family].toFixed(1)} nats) it would not be a member.`)
  const margin = nats - thresholdNats
  if (margin < 0)
    sentences.push(`It is ${(-margin).toFixed(1)} nats below the threshold: grouping ended before it was let go.`)
  else if (margin < marginNarrowNats)
    sentences.push(`It is ${margin.toFixed(1)} nats above the threshold, which is close.`)
  if (!stands) sentences.push('Its membership rests on one weak kind of evidence.')
  return sentences
}

function againstLinks(account: number, { directory, evidence }: Analysis): string[] {
  const threshold = linkThresholdNats(directory.population.size)
  const own = [...evidence.linksOf(new Set([account]))]
  const [strongest] = own
  if (strongest === undefined) return ['Nothing rare ties it to any other account.']
  const sentences: string[] = []
  if (strongest.nats < threshold)
    sentences.push(
      `Its strongest link has ${strongest.nats.toFixed(1)} nats, ${(threshold - strongest.nats).toFixed(1)} short of the ` +
        `${threshold.toFixed(1)} that tie two accounts by themselves.`,
    )
  if (own.every(({ byFamily }) => byFamily.handoff === 0)) sentences.push('It was never seen handing work over.')
  return sentences
}
