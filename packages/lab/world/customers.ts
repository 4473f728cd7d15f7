/** People who reach the model through somebody else: the customers of a reseller or a relay. */
import { popularAgents } from './agent/popular.ts'
import { everydayWriter } from './archetype/consumer-chat.ts'
import { agentWriter } from './archetype/developer.ts'
import { ordinaryLanguages } from './crowd.ts'
import type { Dialogue } from './dialogue.ts'
import type { DialectName } from './line.ts'
import { drawPerson } from './person.ts'
import type { Random } from './random.ts'

/** Requests of a customer's conversation, on average. */
export const customerRequestsPerDialogue = 3.5

const agentUserShare = 0.3

/** Writes the conversations of `count` customers, each with an own language, own style, and for some own code. */
export function customerWriters(random: Random, count: number, dialect: DialectName): readonly (() => Dialogue)[] {
  return Array.from({ length: count }, (_, index) => {
    const drawn = random.fork(`customer ${index}`)
    if (drawn.chance(agentUserShare)) return agentWriter(drawn, drawn.pick(popularAgents), dialect)
    const person = drawPerson(drawn, ordinaryLanguages, dialect)
    const write = everydayWriter(drawn, person)
    // A relay keeps nothing at the provider: whoever is behind it resends the history.
    return () => ({ ...write(), chained: false })
  })
}

/** `count` of the writers, some far more often than others, as customers are. */
export function drawCustomers(random: Random, writers: readonly (() => Dialogue)[], count: number): (() => Dialogue)[] {
  return Array.from({ length: count }, () => {
    const busy = Math.floor(random.unit() * random.unit() * writers.length)
    return writers[busy] ?? random.pick(writers)
  })
}
