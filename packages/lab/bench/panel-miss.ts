/** Where the operators are that a report does not name: what it took them for, if it saw them at all. */
import { groupBy, type ScoredReport } from '../score.ts'
import type { LabelLine, PanelWorld } from '../world.ts'

const foundShareMin = 0.5

/**
 * One line per operator of which no campaign of its own kind names half of the accounts, in order of names: how many of
 * them are in which campaign of any kind, and whom else that campaign names.
 */
export function missLines(
  world: Pick<PanelWorld, 'name' | 'levels'>,
  report: ScoredReport,
  labels: readonly LabelLine[],
): readonly string[] {
  const campaignOf = new Map(labels.map(({ account, campaign, archetype }) => [account, campaign ?? archetype]))
  return [...groupBy(labels, ({ campaign }) => campaign)].flatMap(([name, members]) => {
    const own = new Set(members.map(({ account }) => account))
    const seen = report.campaigns
      .map(({ kind, accounts }) => {
        const others = accounts.filter(({ account }) => !own.has(account))
        return { kind, own: accounts.length - others.length, others: namesOf(others, campaignOf) }
      })
      .filter((campaign) => campaign.own > 0)
    const isFound = seen.some(
      (campaign) => campaign.kind === members[0]?.kind && campaign.own >= own.size * foundShareMin,
    )
    if (isFound) return []
    const places = seen.map((campaign) => `${campaign.own} in one called ${campaign.kind}${campaign.others}`)
    return [
      `${world.name}: ${name} (${world.levels[name] ?? 'resale'}), ${own.size} accounts: ${places.join('; ') || 'not seen'}`,
    ]
  })
}

function namesOf(others: readonly { readonly account: string }[], campaignOf: ReadonlyMap<string, string>): string {
  const counts = groupBy(others, ({ account }) => campaignOf.get(account) ?? 'unknown')
  const names = [...counts].map(([name, own]) => `${own.length} of ${name}`)
  return names.length === 0 ? '' : `, with ${names.join(', ')}`
}
