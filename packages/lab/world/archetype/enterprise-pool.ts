/** One company whose gateway moves its developers' conversations between the keys of a pool. */
import { popularAgents } from '../agent/popular.ts'
import type { DialectName } from '../line.ts'
import { drawOrganisation, openOrganisationSeats } from '../organisation.ts'
import { rhythms } from '../rhythm.ts'
import { spreadOver, type PoolOptions } from '../router.ts'
import { makePart, type Part, type PartOptions } from '../scene.ts'
import { benignLabel } from '../seat.ts'
import { playWorkload } from '../workload.ts'
import { agentRequestsPerDialogue, agentWriter } from '../agent/writer.ts'

/** Options of {@link enterprisePool}. */
export interface EnterprisePoolOptions extends PartOptions, PoolOptions {
  readonly dialect?: DialectName
  /** Employees whose work the pool carries. */
  readonly people?: number
}

/** A part with one organisation. Hard negative: it hands over as relays do, but says so: every account has its `org`. */
export function enterprisePool(options: EnterprisePoolOptions = {}): Part {
  const { accounts = 8, requestsPerDay = 4, people = 15, dialect = 'anthropic.messages' } = options
  return makePart('enterprise_pool', options, (scene) => {
    const random = scene.random.fork('pool')
    const organisation = drawOrganisation(random, scene, dialect, 'business')
    const seats = openOrganisationSeats(scene, random, organisation, accounts, benignLabel('enterprise_pool', true))
    const writers = Array.from({ length: people }, (_, person) => {
      const drawn = scene.random.fork(`person ${person}`)
      return agentWriter(drawn, drawn.pick(popularAgents), dialect)
    })
    playWorkload(scene, random, options, {
      accounts,
      requestsPerDay,
      requestsPerDialogue: agentRequestsPerDialogue,
      rhythm: rhythms.office,
      router: spreadOver(random.fork('gateway'), seats, { failover: 2, ...options }),
      nextWriter: () => random.pick(writers),
    })
  })
}
