/** A family: one card, one home, everyone's own questions. */
import { playCrowd } from '../crowd.ts'
import { drawPlace, type Place } from '../network.ts'
import { drawCard, paidTogether, personCaller } from '../person.ts'
import { makePart, type Part, type PartOptions } from '../scene.ts'
import { benignLabel } from '../seat.ts'
import type { Language } from '../text/lexicon.ts'
import { everydayWriter } from '../everyday-writer.ts'

const requestsPerDialogue = 3
const familyLanguages: readonly Language[] = ['en', 'es', 'de', 'zh']

/** A part with one family. Hard negative: payment and address are shared. */
export function family(options: PartOptions = {}): Part {
  const { accounts = 3, requestsPerDay = 1.5 } = options
  return makePart('family', options, (scene) => {
    const random = scene.random.fork('family')
    const card = drawCard(random)
    let home: Place | undefined
    playCrowd(scene, options, {
      label: benignLabel('family', true),
      accounts,
      requestsPerDay,
      languages: [random.pick(familyLanguages)],
      requestsPerDialogue,
      member: (drawn, person) => {
        home ??= drawPlace(random, person.home.network)
        const atHome = { ...person, home }
        return {
          write: everydayWriter(drawn, atHome),
          registry: paidTogether(card, home),
          caller: personCaller(atHome),
        }
      },
    })
  })
}
