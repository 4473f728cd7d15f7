/**
 * Sign-up cluster: members signed up shortly after one another although nothing else on their registrations connects them.
 *
 * Catches: scripted registration behind proxies: waves of accounts with unrelated cards, networks and domains.
 * Honest users trip it by: courses, events and companies sign up together, too, but from one network, with one domain or
 * one referral; those pairs are not counted.
 * Evasion: slow sign-ups, aged accounts (time).
 * Weight: none. Deception, since it is the lack of a common trait that tells.
 * Source: Xiao, Freeman and Hwa, "Detecting Clusters of Fake Accounts in Online Social Networks", 2015, for clusters of
 * registration; own in leaving out what is openly related.
 */
import { permutationTest, Random } from '@stillhunt/core/statistics'
import type { AccountFacts, Activity } from '../activity.ts'
import type { TestOutcome, TestSignal } from '../signal.ts'

const membersMin = 8
const peersMin = 20
const closeMs = 2 * 3_600_000
const permutations = 999
const hitsMax = 40
const seed = 2015
/** A domain that more registrations have is a mail provider's and relates nobody. */
const domainShareMax = 0.02
/** Members that must be close to another for the p-value to count, as a share. */
const closeShareMin = 0.2

/** Registrations in the order of time; `label` 1 for members. */
function registrations(group: Activity, reference: Activity): { facts: AccountFacts[]; labels: Int32Array } {
  const dated = [
    ...group.accounts.map((facts) => ({ facts, label: 1 })),
    ...reference.peers.map((facts) => ({ facts, label: 0 })),
  ].filter(({ facts }) => !Number.isNaN(facts.createdMs))
  dated.sort((a, b) => a.facts.createdMs - b.facts.createdMs || a.label - b.label)
  return { facts: dated.map(({ facts }) => facts), labels: Int32Array.from(dated, ({ label }) => label) }
}

/** How many labelled registrations come within {@link closeMs} of the labelled one before, unrelated to it. O(all). */
function closeCount(facts: readonly AccountFacts[], labels: Int32Array, domains: ReadonlySet<string>): number {
  let previous: AccountFacts | undefined
  let count = 0
  for (const [index, label] of labels.entries()) {
    if (label === 0) continue
    const one = facts[index]!
    if (previous !== undefined && one.createdMs - previous.createdMs <= closeMs && !related(one, previous, domains))
      count += 1
    previous = one
  }
  return count
}

function related(a: AccountFacts, b: AccountFacts, providers: ReadonlySet<string>): boolean {
  const same = (x: string, y: string): boolean => x !== '' && x === y
  return (
    same(a.payment, b.payment) ||
    same(a.signupPrefix, b.signupPrefix) ||
    same(a.referral, b.referral) ||
    (same(a.emailDomain, b.emailDomain) && !providers.has(a.emailDomain))
  )
}

function mailProviders(facts: readonly AccountFacts[]): Set<string> {
  const counts = new Map<string, number>()
  for (const { emailDomain } of facts) counts.set(emailDomain, (counts.get(emailDomain) ?? 0) + 1)
  return new Set([...counts].filter(([, count]) => count > domainShareMax * facts.length).map(([domain]) => domain))
}

/** The plan of each, as an index: teams are invited in one week, so each plan keeps its number of members. */
function planOf(facts: readonly AccountFacts[]): Int32Array {
  const plans = [...new Set(facts.map(({ plan }) => plan))]
  return Int32Array.from(facts, ({ plan }) => plans.indexOf(plan))
}

/** Null: which of a plan's accounts are members has nothing to do with when they signed up. */
function test(group: Activity, reference: Activity): TestOutcome | null {
  const { facts, labels } = registrations(group, reference)
  const members = labels.reduce((sum, label) => sum + label, 0)
  if (members < membersMin || facts.length - members < peersMin) return null
  const providers = mailProviders(reference.peers)
  const { observed, p } = permutationTest(
    { labels, strata: planOf(facts), count: permutations, hitsMax, random: new Random(seed) },
    (shuffled) => closeCount(facts, shuffled, providers),
  )
  return {
    pValue: observed < closeShareMin * members ? 1 : p,
    accounts: members,
    figures: { close: observed, members, hours: closeMs / 3_600_000 },
    records: [],
  }
}

/** See the file's header. */
export const signUpCluster: TestSignal = {
  kind: 'test',
  name: 'sign-up-cluster',
  axis: 'deception',
  needs: {
    count: '(SELECT countIf(created > toDateTime64(0, 3)) FROM registry)',
    without: 'No account registry with dates of registration was given: sign-up-cluster was silent.',
  },
  test,
  sentence: ({ figures: { close, members, hours } }) =>
    `${close} of ${members} accounts signed up within ${hours} hours of another one with whose registration they openly have nothing in common.`,
}
