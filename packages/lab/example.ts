/**
 * Writes the bundled example world: `node packages/lab/example.ts [--out DIR]`, by default to `.stillhunt/example`.
 *
 * Two extraction campaigns and one grey reseller among ordinary people, and the innocent groups that look most like them.
 */
import { parseArgs } from 'node:util'
import {
  classroom,
  consumerChat,
  developer,
  enterprisePool,
  family,
  generateWorld,
  greyReseller,
  licensedSynthetic,
  operator,
  publishedTranscript,
  saas,
  scripter,
  twoAccounts,
  viralPrompt,
  writeWorld,
  type WorldSpec,
} from './world.ts'

/** The example world, declared. */
export const exampleSpec: WorldSpec = {
  seed: 'still water',
  from: '2026-05-04T00:00:00Z',
  days: 10,
  incidents: [{ fromHour: 131, hours: 1.5, errorShare: 0.45 }],
  parts: [
    operator({
      name: 'ashford',
      task: 'agentic',
      accounts: 18,
      requestsPerDay: 9,
      fromDay: 2,
      untilDay: 8,
      dialect: 'anthropic.messages',
      policy: 'sticky',
      stickyMs: 60_000,
      failover: 3,
      failoverDelayMs: [300, 4000],
      paraphrases: 2,
      network: 'own',
      identity: 'own',
      coverShare: 0.2,
    }),
    operator({
      name: 'birchwood',
      task: 'reasoning',
      accounts: 10,
      requestsPerDay: 8,
      fromDay: 5,
      untilDay: 9,
      dialect: 'openai.chat',
      policy: 'round-robin',
      failover: 1,
      network: 'shared',
      identity: 'bulk',
      languages: ['en', 'zh'],
    }),
    greyReseller({
      name: 'greenway',
      accounts: 12,
      requestsPerDay: 8,
      customers: 50,
      network: 'own',
      identity: 'own',
      stickyMs: 600_000,
    }),
    classroom({ name: 'economic-history', accounts: 22, untilDay: 4 }),
    enterprisePool({ name: 'key-pool', accounts: 6, requestsPerDay: 5 }),
    publishedTranscript({ name: 'transcript', accounts: 10 }),
    viralPrompt({ accounts: 20 }),
    saas({ requestsPerDay: 22 }),
    licensedSynthetic({ accounts: 2, requestsPerDay: 9 }),
    twoAccounts({ accounts: 6 }),
    family({ accounts: 3 }),
    scripter({ accounts: 8, requestsPerDay: 2.5 }),
    developer({ accounts: 18, requestsPerDay: 3 }),
    consumerChat({ accounts: 85, requestsPerDay: 0.9 }),
  ],
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { out: { type: 'string', default: '.stillhunt/example' } } })
  const world = generateWorld(exampleSpec)
  writeWorld(world, values.out)
  const members = world.labels.filter((label) => label.campaign !== null).length
  console.log(
    `${world.records.length} interactions of ${world.accounts.length} accounts, ${members} of them in hidden campaigns, in ${values.out}`,
  )
}
