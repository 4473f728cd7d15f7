/** A small team that shares its keys openly, but never registered as an organisation (a null group). */
import { popularAgents } from '../agent/popular.ts'
import { agentRequestsPerDialogue, agentWriter } from '../agent/writer.ts'
import { everydayWriter } from '../everyday-writer.ts'
import type { DialectName } from '../line.ts'
import { drawOrganisation } from '../organisation.ts'
import { drawPerson, registeredAt } from '../person.ts'
import { dayMs, rhythms } from '../rhythm.ts'
import { spreadOver, type PoolOptions } from '../router.ts'
import { makePart, type Part, type PartOptions } from '../scene.ts'
import { benignLabel, openSeat } from '../seat.ts'
import { playWorkload } from '../workload.ts'

/** Options of {@link openTeam}. */
export interface OpenTeamOptions extends PartOptions, PoolOptions {
  readonly dialect?: DialectName
  /** Who works there; as many as accounts by default. */
  readonly people?: number
}

/** A part with one team. Hard negative: it hands over as a relay does; one domain, one card and one office show who. */
export function openTeam(options: OpenTeamOptions = {}): Part {
  const { accounts = 6, requestsPerDay = 5, dialect = 'openai.chat', people = accounts } = options
  return makePart('open_team', options, (scene) => {
    const random = scene.random.fork('team')
    const company = drawOrganisation(random, scene, dialect, 'business')
    const seats = Array.from({ length: accounts }, (_, index) =>
      openSeat(scene, random, {
        registry: {
          created: registeredAt(company.createdMs + index * random.between(0, 20 * dayMs)),
          plan: 'team',
          tier: 'payment',
          email_domain: company.mailDomain,
          payment: company.card,
          country: company.country,
          signup_ip: random.pick(company.places).ip,
        },
        label: benignLabel('open_team', true, scene.name),
        caller: (drawn) => ({ device: company.device, place: drawn.pick(company.places) }),
      }),
    )
    const writers = Array.from({ length: people }, (_, index) => {
      const drawn = random.fork(`colleague ${index}`)
      if (drawn.chance(0.5)) return agentWriter(drawn, drawn.pick(popularAgents), dialect, 'own')
      const everyday = everydayWriter(drawn, drawPerson(drawn, ['en', 'de'], dialect))
      return () => ({ ...everyday(), chained: false })
    })
    playWorkload(scene, random, options, {
      accounts,
      requestsPerDay,
      requestsPerDialogue: (agentRequestsPerDialogue + 3) / 2,
      rhythm: rhythms.office,
      router: spreadOver(random.fork('gateway'), seats, { failover: 2, ...options }),
      nextWriter: () => random.pick(writers),
    })
  })
}
