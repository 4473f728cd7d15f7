/** A product with one prompt template: high volume all day from one organisation, whose end users repeat themselves. */
import type { Dialogue } from '../dialogue.ts'
import type { DialectName } from '../line.ts'
import { drawOrganisation, openOrganisationSeats } from '../organisation.ts'
import { models } from '../provider.ts'
import type { Random } from '../random.ts'
import { rhythms } from '../rhythm.ts'
import { spreadOver } from '../router.ts'
import { makePart, type Part, type PartOptions } from '../scene.ts'
import { benignLabel } from '../seat.ts'
import { boundedBy } from '../style.ts'
import { fill } from '../text/fill.ts'
import { answerText, lexicons, question } from '../text/prose.ts'
import { playWorkload } from '../workload.ts'

/** Options of {@link saas}. */
export interface SaasOptions extends PartOptions {
  readonly dialect?: DialectName
  readonly endUsers?: number
}

const products = [
  {
    system: 'You answer customers of a household goods shop. Be polite, stay under 80 words, never promise refunds.',
    template: 'Ticket of customer {user}, priority {priority}:\n{text}\nWrite the reply.',
  },
  {
    system: 'You turn notes of travellers into entries of a shared diary. Keep names. Warm tone.',
    template: 'Diary of {user}. Note ({priority}): {text}\nWrite the entry and a title.',
  },
  {
    system: 'You sort incoming messages of a landlord association: repair, payment, neighbour, other. Give a reason.',
    template: 'Member {user} wrote ({priority}):\n"{text}"\nCategory and reason:',
  },
]
const priorities = ['low', 'normal', 'normal', 'high']
const requestsPool = 60
const endUserLength = 8

/** A part with one product. Hard negative: one template and steady volume; `accounts` are its keys, 1 by default. */
export function saas(options: SaasOptions = {}): Part {
  const { accounts = 1, requestsPerDay = 30, endUsers = 40, dialect = 'openai.chat' } = options
  return makePart('saas_template', options, (scene) => {
    const random = scene.random.fork('product')
    const organisation = drawOrganisation(random, scene, dialect, 'hosting')
    const seats = openOrganisationSeats(scene, random, organisation, accounts, benignLabel('saas_template', true))
    const write = productWriter(random, dialect, endUsers)
    playWorkload(scene, random, options, {
      accounts,
      requestsPerDay,
      requestsPerDialogue: 1,
      rhythm: rhythms.product,
      router: spreadOver(random.fork('keys'), seats, { policy: 'random' }),
      nextWriter: () => write,
    })
  })
}

/** End users come back, and ask what others have asked before. */
function productWriter(random: Random, dialect: DialectName, endUsers: number): () => Dialogue {
  const { system, template } = random.pick(products)
  const users = Array.from({ length: endUsers }, () => `u${random.token(endUserLength, 'base36')}`)
  const topics = lexicons.en.topics
  const texts = Array.from({ length: requestsPool }, () => question(random, lexicons.en, random.pick(topics)))
  const popular = <T>(items: readonly T[]): T => items[Math.floor(random.unit() * random.unit() * items.length)] as T
  return () => {
    const user = popular(users)
    const slots = { user, priority: random.pick(priorities), text: popular(texts) }
    const reply = { text: answerText(random, lexicons.en, 'your message', 3) }
    return {
      dialect,
      model: models.small,
      system,
      stream: false,
      parameters: boundedBy(dialect, 600, 0.3),
      endUser: user,
      exchanges: [{ say: fill(template, slots), reply, pauseMs: 0 }],
    }
  }
}
