/** Owners of one popular little program that asks at fixed hours: exactly so many calls a day from each of them. */
import { cannedDialogue } from '../canned.ts'
import { ordinaryLanguages } from '../crowd.ts'
import { programDevice } from '../device.ts'
import { drawPerson, personCaller, personRegistry } from '../person.ts'
import { playScripts, type Script } from '../play.ts'
import { dayMs, hourMs } from '../rhythm.ts'
import { stayEach } from '../router.ts'
import { activeWindow, makePart, type Part, type PartOptions, type Scene } from '../scene.ts'
import { benignLabel, openSeat, type Seat } from '../seat.ts'
import { drawStyle } from '../style.ts'
import { sentences } from '../text/prose.ts'
import type { Random } from '../random.ts'

const program = 'dawn-digest'
const versions = ['1.8.2', '1.8.2', '1.7.0']
const template =
  'You are Dawn Digest. Summarise the items for a reader with two minutes. At most five bullets, most important first, no greeting. Date: {date}.\n\nITEMS\n{items}'

/**
 * A part with unrelated owners, each with exactly `requestsPerDay` calls a day, failures aside. Hard negatives: equal
 * totals, one template, no favourites among its fillings.
 */
export function cronFleet(options: PartOptions = {}): Part {
  const { accounts = 15, requestsPerDay = 4 } = options
  return makePart('cron_fleet', options, (scene) => {
    const scripts: Script[] = []
    const seatOf: Seat[] = []
    for (let index = 0; index < accounts; index += 1) {
      const own = ownerScripts(scene, scene.random.fork(index), options, requestsPerDay)
      scripts.push(...own.scripts)
      seatOf.push(...own.scripts.map(() => own.seat))
    }
    playScripts(
      scene,
      scripts,
      stayEach(scene.random.fork('retries'), (session) => seatOf[session] as Seat),
    )
  })
}

function ownerScripts(
  scene: Scene,
  random: Random,
  options: PartOptions,
  callsPerDay: number,
): { readonly seat: Seat; readonly scripts: readonly Script[] } {
  const person = drawPerson(random, ordinaryLanguages)
  const style = { ...drawStyle(random, person.dialect), stream: false }
  const seat = openSeat(scene, random, {
    registry: personRegistry(random, scene, person),
    label: benignLabel('cron_fleet', true),
    caller: personCaller(person, programDevice(random, program, versions)),
  })
  const hours = random
    .shuffle(Array.from({ length: 24 }, (_, hour) => hour))
    .slice(0, Math.max(1, Math.round(callsPerDay)))
  const { fromMs, untilMs } = activeWindow(scene, options)
  const days = Math.floor((untilMs - fromMs) / dayMs)
  const write = (timeMs: number): ReturnType<Script['write']> => {
    const slots = {
      date: new Date(timeMs).toISOString().slice(0, 10),
      items: sentences(random, person.lexicon, random.between(4, 9)),
    }
    return cannedDialogue(random, person, style, { template, slots, answerSentences: 5 })
  }
  const scripts = Array.from({ length: days }, (_, day) =>
    hours.map((hour) => ({ startMs: fromMs + day * dayMs + hour * hourMs + random.between(0, 20_000), write })),
  ).flat()
  return { seat, scripts }
}
