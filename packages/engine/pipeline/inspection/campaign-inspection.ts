/** Everything behind one group, claimed or not. */
import {
  type CampaignInspection,
  type EvidenceEntry,
  headline,
  type StandingEntry,
  type TestEntry,
} from '../../report.ts'
import { counted } from '../../signal.ts'
import type { Store } from '../../store.ts'
import type { Analysis } from '../analysis.ts'
import type { FoundGroup } from '../judgement.ts'
import { campaignEntry, isClaimed } from '../campaign-entry.ts'
import { counterEvidence } from '../counter-evidence.ts'
import { detectedMsOf } from '../detect.ts'
import { valuesToShow } from '../explanation.ts'
import { readRecords } from '../illustration.ts'
import { featureEntries, valuesOfFeatures } from './feature-entry.ts'
import { linkEntry, valuesOfLink } from './link-entry.ts'
import { readExcerpts, readShownRecords } from './shown-records.ts'
import { membershipEntry, standingEntry } from './standing-entry.ts'
import { testEvidence, testGroups } from '../group-test.ts'
import { outcomeEntries, testEntries } from './test-entry.ts'

/** Links told of one group or account, strongest first; further ones are counted. */
export const linksMax = 20_000

/** Inspects a group of the analysis. */
export async function inspectCampaign(
  found: FoundGroup,
  analysis: Analysis,
  store: Store,
): Promise<CampaignInspection> {
  const { id, group } = found
  const { directory, traits } = analysis
  const accounts = group.members.map(({ account }) => account)
  const links = group.links.first(linksMax)
  const values = [...valuesOfFeatures(group, analysis), ...links.flatMap((link) => valuesOfLink(link, analysis))]
  const shown = await readShownRecords(store, analysis, accounts, values)
  const [recordsOf = new Map()] = await readRecords(
    store,
    directory,
    [{ group, values: valuesToShow(group, traits) }],
    traits,
  )
  const evidenced = { ...analysis, recordsOf }
  const [outcomes = []] = found.measures.pool.accounts.size > 0 ? await testGroups(store, analysis, [found], true) : []
  const tests = [...testEntries(found), ...outcomeEntries(outcomes)]
  const tested = found.claim?.kind === 'coordinated' ? [] : testEvidence(outcomes)
  const claim = isClaimed(found) ? campaignEntry(found, evidenced, detectedMsOf(directory), tested) : null
  const told = {
    version: 1,
    subject: 'campaign',
    id,
    verdict: claim === null ? refusal(found, tests) : headline(claim).replaceAll('\u00a0', ' '),
    claim,
    tests,
    membership: membershipEntry(found.whole, directory),
    features: featureEntries(group, analysis, shown),
    members: standingsOf(found, analysis),
    links: links.map((link) => linkEntry(link, analysis, shown)),
    links_total: group.links.length,
    counter: counterEvidence(found, evidenced),
  } as const
  return { ...told, excerpts: await readExcerpts(store, recordsIn([claim ?? {}, ...told.features, ...told.links])) }
}

function standingsOf({ group, whole }: FoundGroup, analysis: Analysis): StandingEntry[] {
  const { directory, detector } = analysis
  const accounts = group.members.map(({ account }) => account)
  return detector
    .standings(whole, accounts)
    .map((standing) => standingEntry(standing, whole, directory))
    .sort((a, b) => b.nats - a.nats || (a.account < b.account ? -1 : 1))
}

function refusal({ group }: FoundGroup, tests: CampaignInspection['tests']): string {
  const accounts = counted(group.members.length, 'account')
  const failed = tests.filter(isFailed).map(({ name }) => name)
  return `No claim is made on these ${accounts}: they are linked, but the group failed on ${failed.join(' and ')}.`
}

/** Whether a test failed without which no claim is made at all. */
export function isFailed({ asked_by, passed }: TestEntry): boolean {
  return asked_by === 'any claim' && passed === false
}

/** Record ids named by anything told, in the order of telling. */
export function recordsIn(
  told: readonly { readonly records?: readonly string[]; readonly evidence?: readonly EvidenceEntry[] }[],
): string[] {
  return told.flatMap(({ records = [], evidence = [] }) => [...records, ...evidence.flatMap((entry) => entry.records)])
}
