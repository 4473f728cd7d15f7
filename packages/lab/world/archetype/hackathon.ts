/** A hackathon: strangers who sign up within hours at one place and begin with one starter kit (a null group). */
import { agentWriter } from '../agent/writer.ts'
import { popularAgents } from '../agent/popular.ts'
import { cannedDialogue } from '../canned.ts'
import { playCrowd } from '../crowd.ts'
import { drawSubnet, networksOf } from '../network.ts'
import { registeredAt } from '../person.ts'
import { hourMs } from '../rhythm.ts'
import { activeWindow, makePart, type Part, type PartOptions } from '../scene.ts'
import { benignLabel } from '../seat.ts'
import { drawStyle } from '../style.ts'

const starterSystem =
  'You are the helper of the Night Harbour hackathon starter kit. Answer with runnable snippets. Keep to the libraries of the kit. Say which file a snippet belongs to.'
const tutorial = [
  'Say hello to all teams in the style of a lighthouse keeper.',
  'Write a function that turns a list of stops into a timetable and print an example.',
  'List five project ideas for public transport data and rate how far two people get in a night.',
]
const venueShare = 0.85
const sponsorReferral = 'night-harbour'

/** A part with one event of two days at most. Hard negative: sign-up, network, referral and first prompts are shared. */
export function hackathon(options: PartOptions = {}): Part {
  const { accounts = 20, requestsPerDay = 10 } = options
  const fromDay = options.fromDay ?? 1
  const event = { ...options, fromDay, untilDay: Math.min(options.untilDay ?? fromDay + 2, fromDay + 2) }
  return makePart('hackathon', options, (scene) => {
    const venue = drawSubnet(scene.random.fork('venue'), scene.random.fork('hall').pick(networksOf('business')), 8)
    const beginMs = activeWindow(scene, event).fromMs
    playCrowd(scene, event, {
      label: benignLabel('hackathon', true, scene.name),
      accounts,
      requestsPerDay,
      languages: ['en', 'en', 'de', 'es'],
      requestsPerDialogue: 3,
      member: (random, person) => {
        const style = drawStyle(random, person.dialect)
        const code = agentWriter(random, random.pick(popularAgents), person.dialect, 'own')
        let begun = 0
        return {
          write: () => {
            const template = tutorial[begun]
            begun += 1
            if (template === undefined) return code()
            return cannedDialogue(random, person, style, { template, system: starterSystem, answerSentences: 6 })
          },
          registry: {
            created: registeredAt(beginMs - random.between(0, 3 * hourMs)),
            plan: 'free',
            tier: 'email',
            signup_ip: random.pick(venue).ip,
            referral: sponsorReferral,
          },
          caller: (drawn) => ({
            device: person.device,
            place: drawn.chance(venueShare) ? drawn.pick(venue) : person.home,
          }),
        }
      },
    })
  })
}
