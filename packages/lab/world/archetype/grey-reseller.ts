/** Somebody who sells access through a pool of accounts, undeclared: coordinated and deceptive, but nobody's harvest. */
import { customerRequestsPerDialogue, drawCustomers, nextCustomer, type CustomerOptions } from '../customers.ts'
import type { DialectName } from '../line.ts'
import { openPool, type HoldingOptions } from '../pool.ts'
import { rhythms } from '../rhythm.ts'
import { spreadOver, type PoolOptions } from '../router.ts'
import { makePart, type Part, type PartOptions } from '../scene.ts'
import { memberLabel } from '../seat.ts'
import { playWorkload } from '../workload.ts'

/** Options of {@link greyReseller}. */
export interface GreyResellerOptions extends PartOptions, PoolOptions, HoldingOptions, CustomerOptions {
  readonly dialect?: DialectName
}

/** A part with one campaign of kind `resale`, called after the part: genuine customers, four per account, behind a relay. */
export function greyReseller(options: GreyResellerOptions = {}): Part {
  const { accounts = 10, requestsPerDay = 8, dialect = 'anthropic.messages' } = options
  return makePart('grey_reseller', options, (scene) => {
    const random = scene.random.fork('reseller')
    const label = (): ReturnType<typeof memberLabel> => memberLabel(scene.name, 'resale')
    const seats = openPool(scene, random, { accounts, dialect, label }, options)
    const customers = drawCustomers(random, options.customers ?? accounts * 4, dialect, options)
    playWorkload(scene, random, options, {
      accounts,
      requestsPerDay,
      requestsPerDialogue: customerRequestsPerDialogue,
      rhythm: rhythms.product,
      router: spreadOver(random.fork('relay'), seats, { policy: 'sticky', failover: 3, ...options }),
      nextWriter: () => nextCustomer(random, customers).write,
    })
  })
}
