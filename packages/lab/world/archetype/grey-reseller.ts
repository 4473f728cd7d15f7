/** Somebody who sells access through a pool of accounts, undeclared: coordinated and deceptive, but nobody's harvest. */
import { customerRequestsPerDialogue, customerWriters, drawCustomers } from '../customers.ts'
import type { DialectName } from '../line.ts'
import { playScripts } from '../play.ts'
import { openPool, type HoldingOptions } from '../pool.ts'
import { arrivals, rhythms } from '../rhythm.ts'
import { spreadOver, type PoolOptions } from '../router.ts'
import { activeWindow, daysOf, makePart, type Part, type PartOptions } from '../scene.ts'

/** Options of {@link greyReseller}. */
export interface GreyResellerOptions extends PartOptions, PoolOptions, HoldingOptions {
  readonly dialect?: DialectName
  /** People who buy from it; four per account by default. */
  readonly customers?: number
}

/** A part with one campaign of kind `resale`, called after the part: genuine customers behind a relay. */
export function greyReseller(options: GreyResellerOptions = {}): Part {
  const { accounts = 10, requestsPerDay = 8, dialect = 'anthropic.messages' } = options
  return makePart('grey_reseller', options, (scene) => {
    const random = scene.random.fork('reseller')
    const label = {
      archetype: 'campaign_member',
      campaign: scene.name,
      kind: 'resale',
      hard: false,
      group: null,
    } as const
    const seats = openPool(scene, random, accounts, dialect, () => ({ ...label, harvest: [] }), options)
    const writers = customerWriters(random, options.customers ?? accounts * 4, dialect)
    const window = activeWindow(scene, options)
    const count = Math.ceil((accounts * requestsPerDay * daysOf(window)) / customerRequestsPerDialogue)
    const moments = arrivals(random, window, count, rhythms.product)
    const bought = drawCustomers(random, writers, count)
    const scripts = bought.map((write, index) => ({ write, startMs: moments[index] ?? window.fromMs }))
    playScripts(scene, scripts, spreadOver(random.fork('relay'), seats, { policy: 'sticky', failover: 3, ...options }))
  })
}
