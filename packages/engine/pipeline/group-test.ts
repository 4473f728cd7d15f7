/** What tests on groups as a whole add to claims: against accounts that are like the members and in no group. */
import { mixtureCalibrator } from '@stillhunt/core/statistics'
import type { EvidenceEntry } from '../report.ts'
import { catalogue } from '../signal.ts'
import type { Store } from '../store.ts'
import { readClasses } from './account-class.ts'
import type { Analysis } from './analysis.ts'
import type { FoundGroup } from './judgement.ts'
import { rounded } from './explanation.ts'
import { type ActivityPlan, membersReadMax, readCompared } from './activity-reader.ts'
import { candidatesOf, planOf, testCompared, type TestEntry } from './test-group.ts'

/** Groups tested at most, those that come first; each takes up to a second. */
const groupsTestedMax = 200
/** Groups read at once, and members of theirs beyond which no other group is taken: what is read waits in memory. */
const groupsPerQuery = 20
const membersPerQuery = 2000

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
  const candidates = candidatesOf(classes, grouped)
  const plans = groups.slice(0, groupsTestedMax).map(({ group, measured }) => {
    const keysOf = (aspect: string): string[] =>
      measured.templates.filter((value) => traits.kind(value).aspect === aspect).map((value) => traits.key(value))
    const templates = { skeletons: keysOf('prompt skeleton'), systems: keysOf('system prompt') }
    return planOf({ members: group.members.map(({ account }) => account), templates, classes }, candidates)
  })
  const outcomes: TestEntry[][] = []
  for (const some of batches(plans))
    for (const compared of await readCompared(store, some)) outcomes.push(testCompared(compared, isWanted))
  return groups.map((_, index) => outcomes[index] ?? [])
}

function* batches(plans: readonly ActivityPlan[]): Generator<readonly ActivityPlan[]> {
  let batch: ActivityPlan[] = []
  let members = 0
  for (const plan of plans) {
    batch.push(plan)
    members += Math.min(membersReadMax, plan.members.length)
    if (batch.length < groupsPerQuery && members < membersPerQuery) continue
    yield batch
    batch = []
    members = 0
  }
  if (batch.length > 0) yield batch
}

/** Outcomes rarer than this, by chance, are told beside a claim. */
const pValueMax = 0.01

/**
 * The outcomes that speak for a claim, as evidence: nats are the logarithm of an e-value, the test's own or the one that
 * its p-value is worth. Tests that every group with something in common passes are left out.
 */
export function testEvidence(outcomes: readonly TestEntry[]): EvidenceEntry[] {
  return outcomes
    .filter(({ signal, outcome }) => outcome.pValue <= pValueMax && !descriptive.has(signal))
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
