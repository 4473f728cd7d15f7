/** Small worlds in any number, drawn at random from all that the lab can play: what error rates are measured on. */
import { operator, type OperatorOptions } from './archetype/operator.ts'
import { consumerChat } from './archetype/consumer-chat.ts'
import { greyReseller } from './archetype/grey-reseller.ts'
import type { CustomerOptions } from './customers.ts'
import type { Disguise } from './disguise.ts'
import { dialectNames } from './wire/wire.ts'
import { fashions, gatherings, households, organisations } from './panel/look-alikes.ts'
import { Random } from './random.ts'
import type { Part } from './scene.ts'
import type { TaskName } from './task/task.ts'
import type { Language } from './text/lexicon.ts'
import type { WorldSpec } from './world.ts'

const startMs = Date.parse('2026-01-05T00:00:00Z')
const weekMs = 7 * 86_400_000
const optionalShare = 0.6
const languageMixes: readonly (readonly Language[])[] = [
  ['en'],
  ['en', 'es'],
  ['de', 'de', 'en'],
  ['zh', 'ja'],
  ['ar', 'en'],
  ['en', 'de', 'es', 'zh', 'ja', 'ar'],
]
const tasks: readonly TaskName[] = [
  'reasoning',
  'code',
  'agentic',
  'instructions',
  'knowledge',
  'advice',
  'translation',
]

/** A world of about 150 to 350 accounts in which nobody hides: ordinary people and a draw of innocents. */
export function drawHonestSpec(seed: string): WorldSpec {
  const random = new Random(`honest ${seed}`)
  return { ...frame(random, `honest ${seed}`), parts: drawInnocents(random, random.pick(languageMixes)) }
}

/** The same with one or two operators, at any expense of evasion, and half of the time with a grey reseller. */
export function drawHuntedSpec(seed: string): WorldSpec {
  const random = new Random(`hunted ${seed}`)
  const languages = random.pick(languageMixes)
  const customers: CustomerOptions = { customerLanguages: languages, customerTopics: 'mixed' }
  const operators = Array.from({ length: random.between(1, 2) }, (_, index) =>
    operator({ name: `operator-${index}`, ...customers, ...drawOperator(random.fork(`operator ${index}`)) }),
  )
  const resellers = random.chance(0.5)
    ? [
        greyReseller({
          ...customers,
          name: 'reseller',
          accounts: random.between(8, 14),
          requestsPerDay: random.between(4, 8),
        }),
      ]
    : []
  return {
    ...frame(random, `hunted ${seed}`),
    parts: [...drawInnocents(random, languages), ...operators, ...resellers],
  }
}

function frame(random: Random, seed: string): Omit<WorldSpec, 'parts'> {
  const days = random.between(6, 9)
  const incident = { fromHour: random.between(10, 20 * days), hours: random.between(1, 4), errorShare: 0.5 }
  return {
    seed,
    from: new Date(startMs + random.between(0, 40) * weekMs).toISOString(),
    days,
    errorShare: random.pick([0.005, 0.01, 0.02]),
    incidents: random.chance(0.5) ? [incident] : [],
    unlogged: random.chance(0.15) ? ['failures'] : [],
  }
}

/** Two of three parts of every set, so that no two worlds have the same innocents. */
function drawInnocents(random: Random, languages: readonly Language[]): readonly Part[] {
  const all = [
    ...households(1),
    ...gatherings('small', 1, random.pick(languages)),
    ...fashions(1),
    ...organisations(random.pick(dialectNames)),
  ]
  return [
    consumerChat({ accounts: random.between(60, 140), requestsPerDay: 1, languages, topics: 'mixed' }),
    ...all.filter(() => random.chance(optionalShare)),
  ]
}

function drawOperator(random: Random): OperatorOptions {
  const disguises = (['rewritten-ids', 'edited-history', 'zero-width'] as const).filter((): boolean =>
    random.chance(0.15),
  ) satisfies readonly Disguise[]
  return {
    task: random.pick(tasks),
    material: 'own',
    accounts: random.between(8, 20),
    requestsPerDay: random.between(5, 9),
    dialect: random.pick(dialectNames),
    policy: random.pick(['round-robin', 'least-recently-used', 'random', 'sticky', 'persona']),
    failover: random.between(0, 3),
    paraphrases: random.pick([1, 3, 6, 'every']),
    coverShare: random.pick([0, 0, 0.5, 0.8]),
    network: random.pick(['shared', 'rotating', 'own']),
    identity: random.pick(['bulk', 'own', 'aged']),
    disguises,
    ...(random.chance(0.15) ? { affinity: 'strict' } : {}),
    ...(random.chance(0.15) ? { churnDays: 4 } : {}),
    ...(random.chance(0.2) ? { takenOver: 6 } : {}),
  }
}
