/** The hidden operator: one prompt factory, one relay, many accounts that look like strangers. */
import { customerRequestsPerDialogue, drawCustomers, nextCustomer, type Customer } from '../customers.ts'
import { makeFactory, type FactoryOptions } from '../factory.ts'
import { playScripts, type Script } from '../play.ts'
import { openPool, type HoldingOptions } from '../pool.ts'
import type { Random } from '../random.ts'
import { arrivals, rhythms, type TimeWindow } from '../rhythm.ts'
import { spreadOver, type PoolOptions } from '../router.ts'
import { activeWindow, daysOf, makePart, type Part, type PartOptions } from '../scene.ts'
import { memberLabel } from '../seat.ts'
import { makeHarvest, type TaskName } from '../task/task.ts'

/** Options of {@link operator}. */
export interface OperatorOptions extends PartOptions, PoolOptions, HoldingOptions, Partial<FactoryOptions> {
  readonly task?: TaskName
  /** Share of the requests that are genuine customers of the same relay, in [0, 1). */
  readonly coverShare?: number
  /** Customers behind the relay; as many as accounts by default. */
  readonly customers?: number
  /** Share of gradings whose candidate is an earlier answer of the operator's own, in [0, 1]. */
  readonly echo?: number
  /** When the factory runs: all day, in office hours, or in bursts of some minutes. */
  readonly cadence?: 'flat' | 'office' | 'bursts'
}

const burstMs = 480_000
const dialoguesPerBurst = 12

/** A part with one extraction campaign, called after the part. Defaults are the crudest operator there is. */
export function operator(options: OperatorOptions = {}): Part {
  const { accounts = 12, requestsPerDay = 8, dialect = 'openai.chat', task = 'reasoning', coverShare = 0 } = options
  return makePart('operator', options, (scene) => {
    const random = scene.random.fork('operator')
    const seats = openPool(scene, random, accounts, dialect, () => memberLabel(scene.name, 'extraction'), options)
    const harvest = makeHarvest(task, random, options.echo)
    const factory = makeFactory(random.fork('factory'), harvest, {
      dialect,
      languages: options.languages ?? ['en'],
      paraphrases: options.paraphrases ?? 1,
      rolloutsPerTask: options.rolloutsPerTask ?? 1,
    })
    const window = activeWindow(scene, options)
    const requests = accounts * requestsPerDay * daysOf(window)
    const harvestCount = Math.round((requests * (1 - coverShare)) / harvest.requestsPerDialogue)
    const coverCount = Math.round((requests * coverShare) / customerRequestsPerDialogue)
    const customers = drawCustomers(random, options.customers ?? accounts, dialect)
    const scripts: Script[] = [
      ...harvestTimes(random, window, harvestCount, options.cadence).map((startMs) => ({
        startMs,
        write: factory.write,
      })),
      ...coverScripts(random, window, coverCount, customers),
    ]
    playScripts(scene, scripts, spreadOver(random.fork('relay'), seats, options), (dialogue, answer, answeredMs) => {
      if (dialogue.harvest === true) factory.hear(answer.text, answeredMs)
    })
  })
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

function harvestTimes(
  random: Random,
  window: TimeWindow,
  count: number,
  cadence: OperatorOptions['cadence'] = 'flat',
): number[] {
  if (cadence !== 'bursts') return arrivals(random, window, count, rhythms[cadence])
  const begins = arrivals(random, window, Math.ceil(count / dialoguesPerBurst), rhythms.flat)
  return Array.from({ length: count }, (_, index) => {
    const beginMs = begins[Math.floor(index / dialoguesPerBurst)] ?? window.fromMs
    return beginMs + random.between(0, burstMs)
  })
}
