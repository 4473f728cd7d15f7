/** What tests on groups as a whole add to claims: against accounts that are like the members and in no group. */
import { mixtureCalibrator } from '@stillhunt/core/statistics'
import type { EvidenceEntry } from '../report.ts'
import { catalogue } from '../signal.ts'
import type { Store } from '../store.ts'
import { readClasses } from './account-class.ts'
import type { Analysis, FoundGroup } from './analysis.ts'
import { rounded } from './explanation.ts'
import { type TestEntry, testGroup } from './test-group.ts'

/** Groups tested at most, those that come first; each takes up to a second. */
const groupsTestedMax = 200

/**
 * The outcomes of tests on each of `groups`, in order; none for those beyond the limit. Tests that only describe are left
 * out unless `all` are wanted.
 */
export async function testGroups(
  store: Store,
  analysis: Analysis,
  groups: readonly FoundGroup[],
  all = false,
): Promise<TestEntry[][]> {
  const isWanted = (name: string): boolean => all || !descriptive.has(name)
  if (groups.length === 0) return []
  const { directory, traits } = analysis
  const classes = await readClasses(store, directory)
  const grouped = new Set(analysis.groups.flatMap(({ whole }) => whole.members.map(({ account }) => account)))
  const outcomes: TestEntry[][] = []
  for (const [index, { group, measured }] of groups.entries()) {
    const keysOf = (aspect: string): string[] =>
      measured.templates.filter((value) => traits.kind(value).aspect === aspect).map((value) => traits.key(value))
    const templates = { skeletons: keysOf('prompt skeleton'), systems: keysOf('system prompt') }
    const members = group.members.map(({ account }) => account)
    outcomes.push(
      index < groupsTestedMax ? await testGroup(store, { members, grouped, templates, classes }, isWanted) : [],
    )
  }
  return outcomes
}

/** Outcomes rarer than this, by chance, are told beside a claim. */
const pValueMax = 0.01

/**
 * The outcomes that speak for a claim, as evidence: nats are the logarithm of an e-value, the test's own or the one that
 * its p-value is worth.
 */
export function testEvidence(outcomes: readonly TestEntry[]): EvidenceEntry[] {
  return outcomes
    .filter(({ outcome }) => outcome.pValue <= pValueMax)
    .map(({ signal, outcome, statement }) => ({
      signal,
      nats: rounded(outcome.logEValue ?? mixtureCalibrator(Math.log(Math.max(Number.MIN_VALUE, outcome.pValue)))),
      statement,
      records: outcome.records.slice(0, recordsMax),
    }))
}

const descriptive: ReadonlySet<string> = new Set(
  catalogue.filter(({ strength }) => strength === 'descriptive').map(({ name }) => name),
)
const recordsMax = 4
