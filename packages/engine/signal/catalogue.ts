/**
 * What every signal counts for, in one table: for the documents, and for whoever weighs what tests say.
 *
 * Measured means: on the benchmark world and on the honest users of the tests beside each signal.
 */
import type { Axis } from './signal.ts'

/** How far a signal may be relied on. */
export type Strength =
  /** Honest users practically never show it: may carry a claim with others. */
  | 'strong'
  /** Honest groups show it for reasons of their own now and then: supports, never decides. */
  | 'supporting'
  /** Every group with something in common shows it: describes only. */
  | 'descriptive'

/** One line of the table. */
export interface CatalogueEntry {
  readonly name: string
  readonly kind: 'event' | 'trait' | 'test'
  /** Families for what links accounts, the axis for what tests groups. */
  readonly counts: string
  /** What a sharing weighs in nats; null where there is a p-value instead. */
  readonly weight: string | null
  readonly strength: Strength
  /** Why it counts for so much and no more. */
  readonly reason: string
}

const test = (name: string, axis: Axis, strength: Strength, reason: string): CatalogueEntry => ({
  name,
  kind: 'test',
  counts: axis,
  weight: null,
  strength,
  reason,
})

/** All signals: what links accounts first, then tests by axis. A test holds it against the table of signals. */
export const catalogue: readonly CatalogueEntry[] = [
  {
    name: 'token-crossing',
    kind: 'event',
    counts: 'handoff',
    weight: 'log(population / holders)',
    strength: 'strong',
    reason:
      'What was minted for one account is in nobody else’s hands but by copying; published transcripts have many holders.',
  },
  {
    name: 'prefix-hopping',
    kind: 'event',
    counts: 'handoff',
    weight: 'log(population / holders)',
    strength: 'strong',
    reason: 'Going on, word for word, with answers that another account was given; short conversations are left out.',
  },
  {
    name: 'failover-hop',
    kind: 'event',
    counts: 'handoff',
    weight: 'log(population / holders) + log(window / delay)',
    strength: 'strong',
    reason: 'The identical request moments after it failed elsewhere; people with two accounts do it, too, in pairs.',
  },
  {
    name: 'turn-taking',
    kind: 'event',
    counts: 'handoff',
    weight: 'log of an e-value, less that of the sequences looked at',
    strength: 'strong',
    reason: 'Who is next on a template is as a scheduler has it and as people do not; clocks are left out.',
  },
  {
    name: 'rollout',
    kind: 'event',
    counts: 'handoff',
    weight: 'log(population / holders) + closeness in time',
    strength: 'strong',
    reason:
      'One task answered again and again on other accounts within minutes; laboratories on one benchmark are hours apart.',
  },
  {
    name: 'output-echo',
    kind: 'event',
    counts: 'content',
    weight: 'log(population / holders)',
    strength: 'supporting',
    reason: 'Answers travel by copying and publication as well.',
  },
  {
    name: 'skeleton-sharing',
    kind: 'trait',
    counts: 'content',
    weight: 'log(population / holders)',
    strength: 'supporting',
    reason: 'Viral prompts, courses and agents share templates: opens no pair.',
  },
  {
    name: 'shared-client',
    kind: 'trait',
    counts: 'network, content',
    weight: '0.4–0.8 × log(population / holders)',
    strength: 'supporting',
    reason: 'Networks and clients cluster by themselves.',
  },
  {
    name: 'shared-identity',
    kind: 'trait',
    counts: 'identity',
    weight: '0.3–1 × log(population / holders)',
    strength: 'supporting',
    reason: 'Families, agencies and companies share cards, addresses and domains openly.',
  },
  {
    name: 'shared-artefact',
    kind: 'trait',
    counts: 'content',
    weight: '0.7 × log(population / holders)',
    strength: 'supporting',
    reason: 'The same word hidden in the same way is one tool’s doing, or one text that was copied.',
  },
  {
    name: 'lagging-client',
    kind: 'trait',
    counts: 'network',
    weight: '0.3 × log(population / holders)',
    strength: 'supporting',
    reason: 'Builds pin versions, too; shared-client sees the same headers.',
  },
  {
    name: 'loose-synchrony',
    kind: 'trait',
    counts: 'content',
    weight: '0.4 × log(population / holders)',
    strength: 'supporting',
    reason: 'Colleagues and lessons keep hours as well; at least half of the hours on three days must agree.',
  },
  test(
    'dealt-turns',
    'control',
    'strong',
    'A bet against people in bursts and of any unevenness; timers, which look alike, are left out.',
  ),
  test(
    'equalised-totals',
    'control',
    'strong',
    'A bet against people who differ by no more than a third; quotas that all use up look alike.',
  ),
  test(
    'account-replacement',
    'control',
    'supporting',
    'Needs a replacement that is quicker than the pace of the group itself; slow ones are not seen.',
  ),
  test(
    'send-pacing',
    'control',
    'supporting',
    'Queues with a pause are rare, and their sends must be dense to be told.',
  ),
  test(
    'co-activity',
    'control',
    'descriptive',
    'Teams, lessons, deadlines and events make people busy together; most operators do not.',
  ),
  test(
    'rollout-count',
    'extraction',
    'supporting',
    'Chance repeats in falling numbers, but labs that run one public benchmark repeat it in one number, too.',
  ),
  test(
    'work-queue',
    'extraction',
    'supporting',
    'Genuine demand has favourites; batch jobs over a list and benchmarks are lists as well.',
  ),
  test(
    'elicitation',
    'extraction',
    'supporting',
    'Learners and auditors ask for reasoning; what it is for cannot be seen.',
  ),
  test('grading', 'extraction', 'supporting', 'Graders are products as well.'),
  test('release-pivot', 'extraction', 'supporting', 'Enthusiasts and aliases move early, too.'),
  test(
    'capability-sweep',
    'extraction',
    'descriptive',
    'Products and courses have one purpose and templates of their own.',
  ),
  test('distribution-shift', 'extraction', 'descriptive', 'Every group with one purpose differs from its like.'),
  test('environment-multiplicity', 'deception', 'supporting', 'Tells relays of people; teams on one key look alike.'),
  test(
    'client-contradiction',
    'deception',
    'supporting',
    'Containers and remote machines contradict their headers now and then.',
  ),
  test('proxied-access', 'deception', 'supporting', 'Privacy is no offence; residential exits that stay do not show.'),
  test(
    'sign-up-cluster',
    'deception',
    'supporting',
    'Events whose registrations have nothing in common are conceivable.',
  ),
  test(
    'language-multiplicity',
    'deception',
    'supporting',
    'Tells relays of people: single persons hardly ever write three languages; translators do.',
  ),
  test(
    'night-activity',
    'deception',
    'descriptive',
    'Programs of honest people run at night, and references seldom hold as many programs.',
  ),
]
