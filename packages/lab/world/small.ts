/** A world that is scanned in half a second, for tests of the whole way from logs to reports. */
import { consumerChat } from './archetype/consumer-chat.ts'
import { developer } from './archetype/developer.ts'
import { operator } from './archetype/operator.ts'
import { twoAccounts } from './archetype/two-accounts.ts'
import type { WorldSpec } from './world.ts'

/** The small world, declared: one crude operator, `mill`, among ordinary people, over four days. */
export const smallSpec: WorldSpec = {
  seed: 'small',
  from: '2026-06-01T00:00:00Z',
  days: 4,
  parts: [
    operator({ name: 'mill', accounts: 8, requestsPerDay: 9, task: 'reasoning', policy: 'round-robin', failover: 2 }),
    twoAccounts({ accounts: 2 }),
    developer({ accounts: 8, requestsPerDay: 3 }),
    consumerChat({ accounts: 50, requestsPerDay: 1 }),
  ],
}
