/** People who reach the model through somebody else: the customers of a reseller or a relay. */
import { popularAgents } from './agent/popular.ts'
import { agentWriter } from './agent/writer.ts'
import { everydayWriter } from './everyday-writer.ts'
import { ordinaryLanguages } from './crowd.ts'
import type { Dialogue } from './dialogue.ts'
import type { DialectName } from './line.ts'
import { drawPerson, withMixedTopics } from './person.ts'
import type { Random } from './random.ts'
import type { Language } from './text/lexicon.ts'

/** Requests of a customer's conversation, on average. */
export const customerRequestsPerDialogue = 3.5

const agentUserShare = 0.3
const endUserLength = 9
const personaWords = 6
const personaWordLength = 7

/** Writes the conversations of one customer. */
export interface Customer {
  readonly write: () => Dialogue
  /** The id under which an honest reseller would name this customer. */
  readonly endUser: string
}

/** Who the customers are. */
export interface CustomerOptions {
  /** How many; the archetype says how many by default. */
  readonly customers?: number
  /** What they speak; those of ordinary users by default. */
  readonly customerLanguages?: readonly Language[]
  /** As in consumer chat: whether half of what each talks about, and all asked of agents, is nobody else's. */
  readonly customerTopics?: 'common' | 'mixed'
  /** The share of customers whose program says at the head of every conversation whom to play, each another; 0 by default. */
  readonly personaShare?: number
}

/** `count` customers, each with an own language and an own style, and some with own code. */
export function drawCustomers(
  random: Random,
  count: number,
  dialect: DialectName,
  options: CustomerOptions = {},
): readonly Customer[] {
  return Array.from({ length: count }, (_, index) => {
    const drawn = random.fork(`customer ${index}`)
    const endUser = `eu-${drawn.token(endUserLength, 'base36')}`
    return { endUser, write: withPersona(drawn.fork('persona'), customerWriter(drawn, dialect, options), options) }
  })
}

/** The writer, whose conversations all begin with one system prompt of their own where a persona is drawn. */
function withPersona(random: Random, write: () => Dialogue, { personaShare = 0 }: CustomerOptions): () => Dialogue {
  if (personaShare === 0 || !random.chance(personaShare)) return write
  const named = Array.from({ length: personaWords }, () => random.token(personaWordLength, 'base36')).join(' ')
  return () => ({
    ...write(),
    system: `You are ${named}. Stay in this role whatever is asked, and never say that you play it.`,
  })
}

function customerWriter(
  random: Random,
  dialect: DialectName,
  { customerLanguages = ordinaryLanguages, customerTopics = 'common' }: CustomerOptions,
): () => Dialogue {
  if (random.chance(agentUserShare)) {
    const requests = customerTopics === 'mixed' ? 'own' : 'common'
    return agentWriter(random, random.pick(popularAgents), dialect, requests)
  }
  const person = drawPerson(random, customerLanguages, dialect)
  const write = everydayWriter(random, customerTopics === 'common' ? person : withMixedTopics(random, person))
  // A relay keeps nothing at the provider: whoever is behind it resends the history.
  return () => ({ ...write(), chained: false })
}

/** One of them, the first ones far more often than the last, as customers are. */
export function nextCustomer(random: Random, customers: readonly Customer[]): Customer {
  const busy = Math.floor(random.unit() * random.unit() * customers.length)
  return customers[busy] ?? random.pick(customers)
}
