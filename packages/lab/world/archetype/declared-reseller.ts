/** A reseller as it should be: registered as one, an organisation, with an id for every customer. */
import { customerRequestsPerDialogue, drawCustomers, nextCustomer } from '../customers.ts'
import type { DialectName } from '../line.ts'
import { drawOrganisation, openOrganisationSeats } from '../organisation.ts'
import { rhythms } from '../rhythm.ts'
import { spreadOver, type PoolOptions } from '../router.ts'
import { makePart, type Part, type PartOptions } from '../scene.ts'
import { benignLabel } from '../seat.ts'
import { playWorkload } from '../workload.ts'

/** Options of {@link declaredReseller}. */
export interface DeclaredResellerOptions extends PartOptions, PoolOptions {
  readonly dialect?: DialectName
  /** People who buy from it; 25 by default. */
  readonly customers?: number
}

/** A part with one declared reseller. Hard negative: many people behind few accounts, and conversations that move. */
export function declaredReseller(options: DeclaredResellerOptions = {}): Part {
  const { accounts = 2, requestsPerDay = 20, customers = 25, dialect = 'openai.chat' } = options
  return makePart('declared_reseller', options, (scene) => {
    const random = scene.random.fork('reseller')
    const organisation = drawOrganisation(random, scene, dialect, 'hosting')
    const label = benignLabel('declared_reseller', true)
    const seats = openOrganisationSeats(scene, random, organisation, accounts, label, { reseller: true })
    const people = drawCustomers(random, customers, dialect)
    playWorkload(scene, random, options, {
      accounts,
      requestsPerDay,
      requestsPerDialogue: customerRequestsPerDialogue,
      rhythm: rhythms.product,
      router: spreadOver(random.fork('router'), seats, { failover: 1, ...options }),
      nextWriter: () => {
        const { write, endUser } = nextCustomer(random, people)
        return () => ({ ...write(), endUser })
      },
    })
  })
}
