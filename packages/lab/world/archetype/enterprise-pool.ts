/** One company whose gateway moves its developers' conversations between the keys of a pool. */
import { popularAgents } from '../agent/popular.ts'
import type { DialectName } from '../line.ts'
import { drawOrganisation, openOrganisationSeats } from '../organisation.ts'
import { playScripts } from '../play.ts'
import { arrivals, rhythms } from '../rhythm.ts'
import { spreadOver, type PoolOptions } from '../router.ts'
import { activeWindow, daysOf, makePart, type Part, type PartOptions } from '../scene.ts'
import { benignLabel } from '../seat.ts'
import { agentWriter } from './developer.ts'

/** Options of {@link enterprisePool}. */
export interface EnterprisePoolOptions extends PartOptions, PoolOptions {
  readonly dialect?: DialectName
  /** Employees whose work the pool carries. */
  readonly people?: number
}

const requestsPerDialogue = 5

/** A part with one organisation. Hard negative: it hands over as relays do, but says so: every account has its `org`. */
export function enterprisePool(options: EnterprisePoolOptions = {}): Part {
  const { accounts = 8, requestsPerDay = 4, people = 15, dialect = 'anthropic.messages' } = options
  return makePart('enterprise_pool', options, (scene) => {
    const random = scene.random.fork('pool')
    const organisation = drawOrganisation(random, scene, dialect, 'business')
    const seats = openOrganisationSeats(scene, random, organisation, accounts, benignLabel('enterprise_pool', true))
    const writers = Array.from({ length: people }, (_, person) =>
      agentWriter(scene.random.fork(`person ${person}`), popularAgents[person % popularAgents.length] ?? popularAgents[0]!, dialect),
    )
    const window = activeWindow(scene, options)
    const count = Math.ceil((accounts * requestsPerDay * daysOf(window)) / requestsPerDialogue)
    const scripts = arrivals(random, window, count, rhythms.office).map((startMs) => ({
      startMs,
      write: random.pick(writers),
    }))
    playScripts(scene, scripts, spreadOver(random, seats, { failover: 2, ...options }))
  })
}
