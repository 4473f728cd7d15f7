/** The hidden operator: one prompt factory, one relay, many accounts that look like strangers. */
import {
  customerRequestsPerDialogue,
  drawCustomers,
  nextCustomer,
  type Customer,
  type CustomerOptions,
} from '../customers.ts'
import { makeFactory, type Factory, type FactoryOptions } from '../factory.ts'
import type { DialectName } from '../line.ts'
import { playOwnUse } from '../own-use.ts'
import { drawPerson } from '../person.ts'
import { playScripts, type Script } from '../play.ts'
import { openPool, type HoldingOptions } from '../pool.ts'
import type { Random } from '../random.ts'
import { arrivals, rhythms, type TimeWindow } from '../rhythm.ts'
import { spreadOver, spreadOverShards, type PoolOptions, type Router } from '../router.ts'
import { activeWindow, daysOf, makePart, type Part, type PartOptions, type Scene } from '../scene.ts'
import { memberLabel, type Seat } from '../seat.ts'
import { openTakenOver } from '../taken-over.ts'
import type { Harvest } from '../task/harvest.ts'
import { makeHarvest, type TaskName } from '../task/task.ts'
import { ordinaryLanguages } from '../crowd.ts'

/** Options of {@link operator}. */
export interface OperatorOptions
  extends PartOptions, PoolOptions, HoldingOptions, CustomerOptions, Partial<FactoryOptions> {
  readonly task?: TaskName
  /** Share of the requests that are genuine customers of the same relay, as many as accounts by default; in [0, 1). */
  readonly coverShare?: number
  /** Share of gradings whose candidate is an earlier answer of the operator's own, in [0, 1]. */
  readonly echo?: number
  /** When the factory runs: all day, in office hours, or in bursts of some minutes. */
  readonly cadence?: 'flat' | 'office' | 'bursts'
  /** The operator's offset from UTC, for office hours; 0 by default. */
  readonly utcOffsetHours?: number
  /** Parts of the pool that share neither accounts nor templates nor tasks; 1 by default. */
  readonly shards?: number
  /** Everyday requests per account and day by its own persona, each with its own language and hours; none by default. */
  readonly ownUsePerDay?: number
  /** Honest accounts that the operator takes over one after the other, beside its own; none by default. */
  readonly takenOver?: number
}

const burstMs = 480_000
const dialoguesPerBurst = 12

/** A part with one extraction campaign, called after the part. Defaults are the crudest operator there is. */
export function operator(options: OperatorOptions = {}): Part {
  const { accounts = 12, requestsPerDay = 8, dialect = 'openai.chat', task = 'reasoning', coverShare = 0 } = options
  return makePart('operator', options, (scene) => {
    const random = scene.random.fork('operator')
    const label = (): ReturnType<typeof memberLabel> => memberLabel(scene.name, 'extraction')
    const seats = openPool(scene, random, { accounts, dialect, label }, options)
    const harvest = makeHarvest(task, random, options.echo)
    const factories = makeFactories(random, harvest, dialect, options)
    const window = activeWindow(scene, options)
    const taken = openTakenOver(scene, random.fork('taken over'), window, {
      count: options.takenOver ?? 0,
      dialect,
      languages: options.customerLanguages ?? ordinaryLanguages,
    })
    playPersonas(scene, random.fork('personas'), seats, options, dialect)
    const requests = (accounts + taken.length / 2) * requestsPerDay * daysOf(window)
    const harvestCount = Math.round((requests * (1 - coverShare)) / harvest.requestsPerDialogue)
    const coverCount = Math.round((requests * coverShare) / customerRequestsPerDialogue)
    const customers = drawCustomers(random, options.customers ?? accounts, dialect, options)
    const scripts: Script[] = [
      ...harvestTimes(random, window, harvestCount, options).map((startMs, index) => ({
        startMs,
        write: (factories[index % factories.length] as Factory).write,
      })),
      ...coverScripts(random, window, coverCount, customers),
    ]
    const router = makeRelay(random, [...seats, ...taken], options)
    playScripts(scene, scripts, router, (dialogue, answer, answeredMs) => {
      if (dialogue.harvest === true) for (const factory of factories) factory.hear(answer.text, answeredMs)
    })
  })
}

/** One factory per shard: own templates, own tasks. */
function makeFactories(
  random: Random,
  harvest: Harvest,
  dialect: DialectName,
  options: OperatorOptions,
): readonly Factory[] {
  const { shards = 1, tasks } = options
  return Array.from({ length: shards }, (_, shard) =>
    makeFactory(random.fork(shard === 0 ? 'factory' : `factory ${shard}`), harvest, {
      dialect,
      languages: options.languages ?? ['en'],
      paraphrases: options.paraphrases ?? 1,
      rolloutsPerTask: options.rolloutsPerTask ?? 1,
      isMirrored: options.isMirrored ?? false,
      material: options.material ?? 'everyday',
      templatesFrom: options.templatesFrom ?? (shards > 1 ? 'wordings' : 'styles'),
      ...(tasks === undefined ? {} : { tasks: Math.ceil(tasks / shards) }),
    }),
  )
}

/** Session `n` belongs to shard `n mod shards`, as the harvest's scripts do; customers are spread likewise. */
function makeRelay(random: Random, seats: readonly Seat[], options: OperatorOptions): Router {
  const { shards = 1 } = options
  if (shards === 1) return spreadOver(random.fork('relay'), seats, options)
  const relays = Array.from({ length: shards }, (_, shard) =>
    spreadOver(
      random.fork(`relay ${shard}`),
      seats.filter((_seat, index) => index % shards === shard),
      options,
    ),
  )
  return spreadOverShards(relays, (session) => session % shards)
}

/** Everyday use under the accounts' personas, while they are in the operator's hands. */
function playPersonas(
  scene: Scene,
  random: Random,
  seats: readonly Seat[],
  options: OperatorOptions,
  dialect: DialectName,
): void {
  if (options.ownUsePerDay === undefined) return
  const { fromMs, untilMs } = scene.window
  const uses = seats.map((seat) => ({
    seat,
    person: drawPerson(random, options.customerLanguages ?? ordinaryLanguages, dialect),
    window: { fromMs: seat.activeFromMs ?? fromMs, untilMs: Math.min(untilMs, seat.bannedFromMs ?? untilMs) },
  }))
  playOwnUse(scene, random, uses, options.ownUsePerDay)
}

function coverScripts(
  random: Random,
  window: TimeWindow,
  count: number,
  customers: readonly Customer[],
): readonly Script[] {
  const moments = arrivals(random, window, count, rhythms.product)
  return moments.map((startMs) => ({ startMs, write: nextCustomer(random, customers).write }))
}

function harvestTimes(random: Random, window: TimeWindow, count: number, options: OperatorOptions): number[] {
  const { cadence = 'flat', utcOffsetHours = 0 } = options
  if (cadence !== 'bursts') return arrivals(random, window, count, rhythms[cadence], utcOffsetHours)
  const begins = arrivals(random, window, Math.ceil(count / dialoguesPerBurst), rhythms.flat)
  return Array.from({ length: count }, (_, index) => {
    const beginMs = begins[Math.floor(index / dialoguesPerBurst)] ?? window.fromMs
    return beginMs + random.between(0, burstMs)
  })
}
