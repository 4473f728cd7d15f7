/** Friends who send each other what the model said, and paste it into their own chats. */
import { ordinaryLanguages } from '../crowd.ts'
import type { Dialogue } from '../dialogue.ts'
import { everydayWriter } from '../everyday-writer.ts'
import { drawPerson, personCaller, personRegistry } from '../person.ts'
import { playScripts, type Script } from '../play.ts'
import type { Random } from '../random.ts'
import { arrivals, rhythms } from '../rhythm.ts'
import { stayEach } from '../router.ts'
import { activeWindow, daysOf, makePart, type Part, type PartOptions, type Scene } from '../scene.ts'
import { benignLabel, openSeat, type Seat } from '../seat.ts'
import { fill } from '../text/fill.ts'

const friendsEach = 3
const pastedShare = 0.25
const requestsPerDialogue = 3
const wholeShare = 0.5
const remarks = [
  '{text}\n\nA friend got this answer. Do you agree?',
  'shorter please:\n{text}',
  'Is that right?\n"{text}"',
]

/** A part with circles of three friends. Hard negatives: answers given to one account come in from another. */
export function friendsPasting(options: PartOptions = {}): Part {
  const { accounts = 9, requestsPerDay = 2 } = options
  return makePart('friends_pasting', options, (scene) => {
    for (let first = 0; first < accounts; first += friendsEach)
      playCircle(
        scene,
        scene.random.fork(`circle ${first}`),
        options,
        Math.min(friendsEach, accounts - first),
        requestsPerDay,
      )
  })
}

function playCircle(scene: Scene, random: Random, options: PartOptions, friends: number, requestsPerDay: number): void {
  const heard: { readonly friend: number; readonly text: string; readonly answeredMs: number }[] = []
  const language = random.pick(ordinaryLanguages)
  const window = activeWindow(scene, options)
  const scripts: Script[] = []
  const seatOf: Seat[] = []
  const friendOf = new Map<Dialogue, number>()
  for (let friend = 0; friend < friends; friend += 1) {
    const person = drawPerson(random, [language])
    const seat = openSeat(scene, random, {
      registry: personRegistry(random, scene, person),
      label: benignLabel('friends_pasting', true),
      caller: personCaller(person),
    })
    const everyday = everydayWriter(random, person)
    const write = (timeMs: number): Dialogue => {
      const known = heard.filter((one) => one.friend !== friend && one.answeredMs < timeMs)
      const dialogue =
        known.length > 0 && random.chance(pastedShare)
          ? pasted(random, everyday(), random.pick(known).text)
          : everyday()
      friendOf.set(dialogue, friend)
      return dialogue
    }
    const count = Math.max(2, Math.round(random.heavyTail((requestsPerDay * daysOf(window)) / requestsPerDialogue)))
    for (const startMs of arrivals(random, window, count, rhythms.evening, person.utcOffsetHours)) {
      scripts.push({ startMs, write })
      seatOf.push(seat)
    }
  }
  playScripts(
    scene,
    scripts,
    stayEach(random, (session) => seatOf[session] as Seat),
    (dialogue, { text }, answeredMs) => heard.push({ friend: friendOf.get(dialogue) ?? 0, text, answeredMs }),
  )
}

/** The conversation begins with what the friend was told, whole or in part. */
function pasted(random: Random, dialogue: Dialogue, text: string): Dialogue {
  const [first, ...rest] = dialogue.exchanges
  if (first === undefined) return dialogue
  const part = random.chance(wholeShare) ? text : text.slice(0, Math.ceil(text.length / 2)).toWellFormed()
  return { ...dialogue, exchanges: [{ ...first, say: fill(random.pick(remarks), { text: part }) }, ...rest] }
}
