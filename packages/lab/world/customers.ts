/** People who reach the model through somebody else: the customers of a reseller or a relay. */
import { popularAgents } from './agent/popular.ts'
import { agentWriter } from './agent/writer.ts'
import { everydayWriter } from './everyday-writer.ts'
import { ordinaryLanguages } from './crowd.ts'
import type { Dialogue } from './dialogue.ts'
import type { DialectName } from './line.ts'
import { drawPerson } from './person.ts'
import type { Random } from './random.ts'

/** Requests of a customer's conversation, on average. */
export const customerRequestsPerDialogue = 3.5

const agentUserShare = 0.3
const endUserLength = 9

/** Writes the conversations of one customer. */
export interface Customer {
  readonly write: () => Dialogue
  /** The id under which an honest reseller would name this customer. */
  readonly endUser: string
}

/** `count` customers, each with an own language and an own style, and some with own code. */
export function drawCustomers(random: Random, count: number, dialect: DialectName): readonly Customer[] {
  return Array.from({ length: count }, (_, index) => {
    const drawn = random.fork(`customer ${index}`)
    return { endUser: `eu-${drawn.token(endUserLength, 'base36')}`, write: customerWriter(drawn, dialect) }
  })
}

function customerWriter(random: Random, dialect: DialectName): () => Dialogue {
  if (random.chance(agentUserShare)) return agentWriter(random, random.pick(popularAgents), dialect)
  const write = everydayWriter(random, drawPerson(random, ordinaryLanguages, dialect))
  // A relay keeps nothing at the provider: whoever is behind it resends the history.
  return () => ({ ...write(), chained: false })
}

/** One of them, the first ones far more often than the last, as customers are. */
export function nextCustomer(random: Random, customers: readonly Customer[]): Customer {
  const busy = Math.floor(random.unit() * random.unit() * customers.length)
  return customers[busy] ?? random.pick(customers)
}
