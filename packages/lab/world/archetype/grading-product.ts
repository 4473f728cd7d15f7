/** A product that lets the model mark what its users hand in: rubric, candidate, verdict, all from one organisation. */
import { makeFactory } from '../factory.ts'
import type { DialectName } from '../line.ts'
import { drawOrganisation, openOrganisationSeats } from '../organisation.ts'
import { rhythms } from '../rhythm.ts'
import { spreadOver } from '../router.ts'
import { makePart, type Part, type PartOptions } from '../scene.ts'
import { benignLabel } from '../seat.ts'
import { gradingHarvest } from '../task/grading.ts'
import { playWorkload } from '../workload.ts'

/** Options of {@link gradingProduct}. */
export interface GradingProductOptions extends PartOptions {
  readonly dialect?: DialectName
}

/** Marking is repeated when its result is contested or a user hands in the same text again. */
const markingsPerText = 2

/** A part with one product that uses the model as a judge. Hard negative: grading is its whole traffic. */
export function gradingProduct(options: GradingProductOptions = {}): Part {
  const { accounts = 2, requestsPerDay = 15, dialect = 'anthropic.messages' } = options
  return makePart('grading_product', options, (scene) => {
    const random = scene.random.fork('product')
    const organisation = drawOrganisation(random, scene, dialect, 'hosting')
    const seats = openOrganisationSeats(scene, random, organisation, accounts, benignLabel('grading_product', true))
    const factory = makeFactory(random, gradingHarvest(), {
      dialect,
      languages: ['en'],
      paraphrases: 1,
      rolloutsPerTask: markingsPerText,
    })
    playWorkload(scene, random, options, {
      accounts,
      requestsPerDay,
      requestsPerDialogue: 1,
      rhythm: rhythms.product,
      router: spreadOver(random.fork('keys'), seats, { policy: 'random' }),
      nextWriter: () => factory.write,
    })
  })
}
