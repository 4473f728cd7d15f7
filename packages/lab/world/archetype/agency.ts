/** An agency: one card and one office behind accounts that it never declared to be one party's, for unrelated clients. */
import { playCrowd } from '../crowd.ts'
import { drawSubnet, networksOf } from '../network.ts'
import { drawCard, paidTogether, personCaller } from '../person.ts'
import { rhythms } from '../rhythm.ts'
import { makePart, type Part, type PartOptions } from '../scene.ts'
import { benignLabel } from '../seat.ts'
import { everydayWriter } from '../everyday-writer.ts'
import { developerMember } from '../agent/writer.ts'

const requestsPerDialogue = 3
const officeAddresses = 3
const developerShare = 0.4

/** A part with one agency. Hard negative: payment and network are shared, the use is not. */
export function agency(options: PartOptions = {}): Part {
  const { accounts = 4, requestsPerDay = 4 } = options
  return makePart('agency', options, (scene) => {
    const random = scene.random.fork('agency')
    const office = drawSubnet(random, random.pick(networksOf('business')), officeAddresses)
    const card = drawCard(random)
    playCrowd(scene, options, {
      label: benignLabel('agency', true),
      accounts,
      requestsPerDay,
      languages: ['en', 'en', 'de', 'es'],
      rhythm: rhythms.office,
      requestsPerDialogue,
      member: (drawn, person) => {
        const desk = { ...person, home: drawn.pick(office) }
        const member = drawn.chance(developerShare)
          ? developerMember(drawn, desk, desk.dialect)
          : { write: everydayWriter(drawn, desk), caller: personCaller(desk) }
        return { ...member, registry: paidTogether(card, desk.home) }
      },
    })
  })
}
