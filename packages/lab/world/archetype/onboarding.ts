/** A company that gives its people accounts, one by one, on one morning, with a tutorial (a null group). */
import { cannedDialogue } from '../canned.ts'
import { playCrowd } from '../crowd.ts'
import { everydayWriter } from '../everyday-writer.ts'
import { drawOrganisation } from '../organisation.ts'
import { registeredAt } from '../person.ts'
import { dayMs, hourMs, rhythms } from '../rhythm.ts'
import { activeWindow, makePart, type Part, type PartOptions } from '../scene.ts'
import { benignLabel } from '../seat.ts'
import { drawStyle } from '../style.ts'
import { fill } from '../text/fill.ts'

const tutorial = [
  'Lesson 1. Summarise our travel policy in three points: {policy}',
  'Lesson 2. Rewrite this sentence for a customer: "We cannot process it because form 7b is missing."',
  'Lesson 3. Make a table of the advantages of meeting notes and give each a number from 1 to 5.',
  'Lesson 4. Ask me three questions about my work, then suggest where you can help me.',
]
const policy =
  'trips above 300 km go by train, hotels are booked by the desk on floor 2, receipts are due within ten days.'

/** A part with one company that declares no organisation. Hard negative: domain, network, sign-up and lessons shared. */
export function onboarding(options: PartOptions = {}): Part {
  const { accounts = 20, requestsPerDay = 3 } = options
  return makePart('onboarding', options, (scene) => {
    const company = drawOrganisation(scene.random.fork('company'), scene, 'openai.chat', 'business')
    const morningMs = activeWindow(scene, options).fromMs - dayMs + 9 * hourMs
    playCrowd(scene, options, {
      label: benignLabel('onboarding', true, scene.name),
      accounts,
      requestsPerDay,
      languages: ['en', 'en', 'de'],
      rhythm: rhythms.office,
      requestsPerDialogue: 2,
      member: (random, person) => {
        const style = drawStyle(random, person.dialect)
        const everyday = everydayWriter(random, person)
        let begun = 0
        return {
          write: () => {
            const lesson = tutorial[begun]
            begun += 1
            if (lesson === undefined) return everyday()
            return cannedDialogue(random, person, style, { template: fill(lesson, { policy }), answerSentences: 4 })
          },
          registry: {
            created: registeredAt(morningMs + random.between(0, 2 * hourMs)),
            plan: 'payg',
            tier: 'payment',
            email_domain: company.mailDomain,
            payment: company.card,
            signup_ip: random.pick(company.places).ip,
          },
          caller: (drawn) => ({ device: person.device, place: drawn.pick(company.places) }),
        }
      },
    })
  })
}
