/** Groups that an account is not in, and how far it is from them. */
import type { Group, Standing } from '@stillhunt/core/campaign'
import type { NearEntry } from '../../report.ts'
import type { Analysis } from '../analysis.ts'
import type { FoundGroup } from '../judgement.ts'
import { rounded } from '../explanation.ts'
import { type Home, standingOf } from './standing-entry.ts'

const nearMax = 3
/** Groups that are looked at: those with most links to the account, then those with most in common. */
const candidatesMax = 20

/** The nearest groups other than that of `home`, nearest first; groups that share nothing with the account are left out. */
export function nearEntries(account: number, home: Home | null, analysis: Analysis): NearEntry[] {
  const candidates = candidatesFor(account, analysis).filter((found) => found !== home?.found)
  const ownMarginNats = home === null ? null : home.standing.nats - home.found.whole.thresholdNats
  return candidates
    .map((found) => nearEntry(found, standingOf(account, found, analysis), ownMarginNats))
    .filter(({ nats }) => nats > 0)
    .sort((a, b) => b.margin_nats - a.margin_nats || (a.id < b.id ? -1 : 1))
    .slice(0, nearMax)
}

function candidatesFor(account: number, { groups, evidence, traits }: Analysis): FoundGroup[] {
  const partners = new Set<number>()
  for (const { a, b } of evidence.linksOf(new Set([account]))) partners.add(a === account ? b : a)
  const own = traits.valuesOf(account)
  const tiesTo = ({ members, profile }: Group): number =>
    1000 * members.filter((member) => partners.has(member.account)).length +
    own.filter((value) => profile.values.has(value)).length
  return groups
    .map((found) => ({ found, ties: tiesTo(found.whole) }))
    .filter(({ ties }) => ties > 0)
    .sort((a, b) => b.ties - a.ties || (a.found.id < b.found.id ? -1 : 1))
    .slice(0, candidatesMax)
    .map(({ found }) => found)
}

function nearEntry({ id, whole, claim }: FoundGroup, standing: Standing, ownMarginNats: number | null): NearEntry {
  const margin = standing.nats - whole.thresholdNats
  const asked = `${standing.nats.toFixed(1)} of ${whole.thresholdNats.toFixed(1)} nats`
  return {
    id,
    kind: claim?.kind ?? null,
    members: whole.members.length,
    nats: rounded(standing.nats),
    threshold_nats: rounded(whole.thresholdNats),
    margin_nats: rounded(margin),
    statement: `${asked}: ${outcome(margin, standing.stands, ownMarginNats)}.`,
  }
}

function outcome(marginNats: number, stands: boolean, ownMarginNats: number | null): string {
  if (marginNats < 0) return `${(-marginNats).toFixed(1)} nats short of membership`
  if (!stands) return 'enough, but of one weak kind of evidence only, or explained by what is declared'
  if (ownMarginNats !== null && ownMarginNats >= marginNats) return 'enough, but it fits its own group better'
  return 'enough by itself, but it was not taken in when the groups were made'
}
