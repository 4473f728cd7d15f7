/** A class with one assignment and one deadline: linked in every way, and innocent (a null group). */
import { playCrowd, type Member } from '../crowd.ts'
import type { Exchange } from '../dialogue.ts'
import type { AccountLine } from './../line.ts'
import { drawPlace, drawSubnet, networksOf, type Place } from '../network.ts'
import { registeredAt, type Person } from '../person.ts'
import type { Random } from '../random.ts'
import { dayMs, hourMs, type Rhythm } from '../rhythm.ts'
import { makePart, type Part, type PartOptions } from '../scene.ts'
import { benignLabel, type Seat } from '../seat.ts'
import { drawStyle } from '../style.ts'
import { followUp } from '../text/prose.ts'
import { readingMs } from '../text/everyday.ts'
import { fill } from '../text/fill.ts'
import { answerText } from '../text/prose.ts'

interface Assignment {
  readonly template: string
  readonly items: readonly string[]
}

const assignments: readonly Assignment[] = [
  {
    template:
      'I am working on assignment 3 for Economic History. Question: {item} Please give me the main arguments on both sides, name two sources that I should read, and point out what a sceptical reader would ask. Do not write the essay for me.',
    items: [
      'Did canals or railways change inland trade more?',
      'Why did some harbour towns lose their guilds earlier than others?',
      'Who paid for the lighthouses, and who decided where they stood?',
      'Were public granaries a form of insurance?',
      'How did the price of paper change local politics?',
      'Did the telegraph make grain prices more equal?',
    ],
  },
  {
    template:
      'For the lab course Statistics II, exercise sheet 5: {item} Explain which test fits and why, which assumptions I have to check, and how I would report the result. I have to understand it, so go slowly.',
    items: [
      'compare plant growth under three lamps with ten pots each.',
      'decide whether a coin from the museum shop is fair after 250 throws.',
      'relate hours of sleep and reaction times of 42 students.',
      'find out if two bakeries sell rolls of the same weight.',
      'judge whether a new bus line changed arrival times.',
    ],
  },
]
const ownWordsShare = 0.3
const homeShare = 0.3
const requestsPerDialogue = 2.5

/** A part with one class on a campus network: shared e-mail domain, sign-up within two hours, demand up to a deadline. */
export function classroom(options: PartOptions = {}): Part {
  const { accounts = 24, requestsPerDay = 1.5 } = options
  return makePart('student', options, (scene) => {
    const random = scene.random.fork('class')
    const network = random.pick(networksOf('education'))
    const campus = drawSubnet(random, network, 12)
    const assignment = random.pick(assignments)
    const lessonMs = scene.window.fromMs - 2 * dayMs + 9 * hourMs
    const mailDomain = `students.${network.name.toLowerCase().replaceAll(' ', '-')}.example`
    playCrowd(scene, options, {
      label: benignLabel('student', true, scene.name),
      accounts,
      requestsPerDay,
      languages: ['en'],
      rhythm: deadlineRhythm,
      requestsPerDialogue,
      member: (drawn, person) => ({
        ...student(drawn, person, assignment),
        registry: signUp(drawn, campus, lessonMs, mailDomain),
        caller: campusCaller(person, campus),
      }),
    })
  })
}

/** Students work in the evening, and at the weekend before the sheet is due. */
const deadlineRhythm: Rhythm = {
  hours: [
    0.3, 0.1, 0.05, 0.02, 0.02, 0.02, 0.02, 0.05, 0.2, 0.4, 0.5, 0.5, 0.3, 0.4, 0.5, 0.6, 0.6, 0.6, 0.6, 0.8, 0.9, 1, 1,
    0.7,
  ],
  weekend: 1,
}

function signUp(random: Random, campus: readonly Place[], lessonMs: number, mailDomain: string): Partial<AccountLine> {
  return {
    created: registeredAt(lessonMs + random.between(0, 2 * hourMs)),
    plan: 'free',
    tier: 'email',
    email_domain: mailDomain,
    signup_ip: random.pick(campus).ip,
  }
}

function campusCaller(person: Person, campus: readonly Place[]): Seat['caller'] {
  const home = (random: Random): Place => drawPlace(random, person.home.network)
  return (random) => ({
    device: person.device,
    place: random.chance(homeShare) ? (random.chance(0.8) ? person.home : home(random)) : random.pick(campus),
  })
}

function student(random: Random, person: Person, assignment: Assignment): Member {
  const style = drawStyle(random, person.dialect)
  return {
    write: () => ({ ...style, exchanges: assignmentExchanges(random, person, assignment) }),
  }
}

function assignmentExchanges(random: Random, person: Person, { template, items }: Assignment): Exchange[] {
  const topic = random.pick(items)
  const first = random.chance(ownWordsShare) ? topic : fill(template, { item: topic })
  return Array.from({ length: random.geometric(requestsPerDialogue, 6) }, (_, index) => ({
    say: index === 0 ? first : followUp(random, person.lexicon, 'this'),
    reply: { text: answerText(random, person.lexicon, 'this question', 8) },
    pauseMs: readingMs(random),
  }))
}
