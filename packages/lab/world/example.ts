/**
 * The example world: two extraction campaigns and one grey reseller among ordinary people, and the innocent groups that
 * look most like them. Small enough to look through.
 */
import { classroom } from './archetype/classroom.ts'
import { consumerChat } from './archetype/consumer-chat.ts'
import { developer } from './archetype/developer.ts'
import { enterprisePool } from './archetype/enterprise-pool.ts'
import { family } from './archetype/family.ts'
import { greyReseller } from './archetype/grey-reseller.ts'
import { licensedSynthetic } from './archetype/licensed-synthetic.ts'
import { operator } from './archetype/operator.ts'
import { publishedTranscript } from './archetype/published-transcript.ts'
import { saas } from './archetype/saas.ts'
import { scripter } from './archetype/scripter.ts'
import { twoAccounts } from './archetype/two-accounts.ts'
import { viralPrompt } from './archetype/viral-prompt.ts'
import type { WorldSpec } from './world.ts'

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
