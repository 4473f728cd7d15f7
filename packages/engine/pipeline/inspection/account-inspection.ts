/** Everything that is known of one account for and against its being one of many. */
import { type Link, linkThresholdNats } from '@stillhunt/core/link'
import type { AccountInspection, OwnLinkEntry, PlaceEntry } from '../../report.ts'
import { counted } from '../../signal.ts'
import type { Store } from '../../store.ts'
import type { Analysis } from '../analysis.ts'
import { Explainer, rounded, valuesToShow } from '../explanation.ts'
import { readRecords } from '../illustration.ts'
import { againstAccount } from './against-account.ts'
import { isFailed, linksMax, recordsIn } from './campaign-inspection.ts'
import { featureEntries, valuesOfFeatures } from './feature-entry.ts'
import { linkEntry, valuesOfLink } from './link-entry.ts'
import { nearEntries } from './near-entry.ts'
import { readExcerpts, readShownRecords, type ShownRecords } from './shown-records.ts'
import { type Home, membershipEntry, standingEntry, standingOf } from './standing-entry.ts'
import { testEntries } from './test-entry.ts'

/** Inspects the account with this index. */
export async function inspectAccount(account: number, analysis: Analysis, store: Store): Promise<AccountInspection> {
  const { directory, groups } = analysis
  const entry = directory.entry(account)
  const found = groups.find(({ whole }) => whole.members.some((member) => member.account === account))
  const own = analysis.evidence.linksOf(new Set([account]))
  const links = own.first(linksMax)
  const accounts = [account, ...links.map((link) => (link.a === account ? link.b : link.a))]
  const values = links.flatMap((link) => valuesOfLink(link, analysis))
  const standing = found === undefined ? null : standingOf(account, found, analysis)
  const home = found === undefined || standing === null ? null : { found, standing }
  if (home !== null) values.push(...valuesOfFeatures(home.found.whole, analysis, home.standing))
  const shown = await readShownRecords(store, analysis, accounts, values)
  const place = home === null ? null : await placeOf(home, analysis, store, shown)
  const told = {
    version: 1,
    subject: 'account',
    account: entry.name,
    verdict: verdictOn(entry.name, place),
    interactions: entry.interactions,
    output_tokens: entry.outputTokens,
    first_seen: new Date(entry.firstMs).toISOString(),
    last_seen: new Date(entry.lastMs).toISOString(),
    declared: declaredOf(account, analysis),
    place,
    near: nearEntries(account, home, analysis),
    link_threshold_nats: rounded(linkThresholdNats(directory.population.size)),
    links: ownLinks(account, links, analysis, shown),
    links_total: own.length,
    counter: againstAccount(account, home, analysis),
  } as const
  return {
    ...told,
    excerpts: await readExcerpts(store, recordsIn([...(place?.features ?? []), place ?? {}, ...told.links])),
  }
}

async function placeOf(
  { found, standing }: Home,
  analysis: Analysis,
  store: Store,
  shown: ShownRecords,
): Promise<PlaceEntry> {
  const { id, group, whole, claim } = found
  const { account } = standing
  const { directory, traits } = analysis
  const [recordsOf = new Map()] = await readRecords(
    store,
    directory,
    [{ group: whole, values: valuesToShow(whole, traits) }],
    traits,
  )
  return {
    id,
    kind: claim?.kind ?? null,
    members: whole.members.length,
    named: claim !== null && group.members.some((member) => member.account === account),
    rank: 1 + whole.members.filter(({ nats }) => nats > standing.nats).length,
    membership: membershipEntry(whole, directory),
    standing: standingEntry(standing, whole, directory),
    failed: claim === null ? testEntries(found).filter(isFailed) : [],
    evidence: new Explainer(whole, { ...analysis, recordsOf }).ofMember(account),
    features: featureEntries(whole, analysis, shown, standing),
  }
}

function ownLinks(account: number, links: readonly Link[], analysis: Analysis, shown: ShownRecords): OwnLinkEntry[] {
  const groupOf = new Map(
    analysis.groups.flatMap(({ id, whole }) => whole.members.map((member) => [member.account, id] as const)),
  )
  return links.map((link) => {
    const other = link.a === account ? link.b : link.a
    return {
      other: analysis.directory.name(other),
      group: groupOf.get(other) ?? null,
      ...linkEntry(link, analysis, shown),
    }
  })
}

function declaredOf(account: number, { directory }: Analysis): string[] {
  const { registered, plan, tier, country } = directory.entry(account)
  const { org, reseller } = directory.population
  const said: string[] = []
  const facts = [
    plan === '' ? '' : `plan ${plan}`,
    tier === '' ? '' : `verification ${tier}`,
    country === '' ? '' : `country ${country}`,
  ].filter((fact) => fact !== '')
  if (!registered) said.push('The account registry does not have it.')
  else
    said.push(facts.length === 0 ? 'The account registry has it.' : `The account registry has it: ${facts.join(', ')}.`)
  if (org[account]! >= 0) {
    const others = org.filter((one) => one === org[account]).length - 1
    said.push(
      `It belongs to a declared organisation, as ${others === 0 ? 'no other account' : counted(others, 'other account')} does; what they share is explained.`,
    )
  }
  if (reseller[account] === 1) said.push('It is declared to resell to end users.')
  return said
}

function verdictOn(name: string, place: PlaceEntry | null): string {
  if (place === null) return `${name} is in no campaign and in no group.`
  const { id, kind, members, named, rank, failed } = place
  const together = `one of ${counted(members, 'account')} that belong together`
  const what = kind === 'coordinated' ? 'coordinated group' : `${kind} campaign`
  if (named) return `${name} is named in the ${what} ${id}: ${together}, number ${rank} by evidence.`
  const alike =
    kind === 'extraction'
      ? ', and it does not fill their templates as they do, or would have handed work over by now if it were one of them'
      : ''
  const because =
    kind === null
      ? `no claim is made on them, since the group ${id} failed on ${failed.map((test) => test.name).join(' and ')}.`
      : `some of them are the ${what} ${id}, but no work was seen going around with it${alike}.`
  return `${name} is in no campaign. It is ${together}; ${because}`
}
