/** A team that makes training data under contract: extraction-shaped by design, and allowed. */
import { makeFactory } from '../factory.ts'
import type { DialectName } from '../line.ts'
import { drawOrganisation, openOrganisationSeats } from '../organisation.ts'
import { rhythms } from '../rhythm.ts'
import { spreadOver } from '../router.ts'
import { makePart, type Part, type PartOptions } from '../scene.ts'
import { benignLabel } from '../seat.ts'
import { makeHarvest, type TaskName } from '../task/task.ts'
import { playWorkload } from '../workload.ts'

/** Options of {@link licensedSynthetic}. */
export interface LicensedSyntheticOptions extends PartOptions {
  readonly dialect?: DialectName
  readonly task?: TaskName
  readonly paraphrases?: number
}

/** A part with one organisation of tier `contract`. Hard negative: its content is an operator's. */
export function licensedSynthetic(options: LicensedSyntheticOptions = {}): Part {
  const { accounts = 3, requestsPerDay = 15, dialect = 'openai.chat', task = 'instructions', paraphrases = 3 } = options
  return makePart('licensed_synthetic', options, (scene) => {
    const random = scene.random.fork('team')
    const organisation = drawOrganisation(random, scene, dialect, 'hosting')
    const label = benignLabel('licensed_synthetic', true)
    const seats = openOrganisationSeats(scene, random, organisation, accounts, label, { tier: 'contract' })
    const harvest = makeHarvest(task, random)
    const factory = makeFactory(random, harvest, { dialect, languages: ['en'], paraphrases, rolloutsPerTask: 1 })
    playWorkload(scene, random, options, {
      accounts,
      requestsPerDay,
      requestsPerDialogue: harvest.requestsPerDialogue,
      rhythm: rhythms.flat,
      router: spreadOver(random.fork('keys'), seats, { failover: 1 }),
      nextWriter: () => factory.write,
    })
  })
}
