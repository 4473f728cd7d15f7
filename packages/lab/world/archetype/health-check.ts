/** Monitors that send one tiny request over and over, the same from everyone, and again at once when it fails. */
import { ordinaryLanguages, playCrowd } from '../crowd.ts'
import { programDevice } from '../device.ts'
import type { Dialogue } from '../dialogue.ts'
import { personCaller } from '../person.ts'
import { models } from '../provider.ts'
import { rhythms } from '../rhythm.ts'
import { makePart, type Part, type PartOptions } from '../scene.ts'
import { benignLabel } from '../seat.ts'
import { boundedBy } from '../style.ts'

const says = ['ping', 'Reply with OK', 'health check, answer with one word']

/**
 * A part with unrelated owners of monitors. Hard negatives: in an incident a request that fails on one account comes,
 * identical, from others within seconds.
 */
export function healthCheck(options: PartOptions = {}): Part {
  const { accounts = 10, requestsPerDay = 12 } = options
  return makePart('health_check', options, (scene) => {
    playCrowd(scene, options, {
      label: benignLabel('health_check', true),
      accounts,
      requestsPerDay,
      languages: ordinaryLanguages,
      rhythm: rhythms.flat,
      requestsPerDialogue: 1,
      member: (random, person) => {
        const say = random.pick(says)
        const dialogue: Dialogue = {
          dialect: person.dialect,
          model: models.small,
          stream: false,
          parameters: boundedBy(person.dialect, 5),
          exchanges: [{ say, reply: { text: 'OK' }, pauseMs: 0 }],
        }
        return {
          write: () => dialogue,
          caller: personCaller(person, programDevice(random, 'uptime-lantern', ['4.1', '4.0'])),
        }
      },
    })
  })
}
