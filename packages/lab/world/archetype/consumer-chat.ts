/** Individuals who talk with the model about their lives: the ordinary crowd in front of which everything else happens. */
import { ordinaryLanguages, playCrowd } from '../crowd.ts'
import type { Dialogue } from '../dialogue.ts'
import type { Person } from '../person.ts'
import type { Random } from '../random.ts'
import { makePart, type Part, type PartOptions } from '../scene.ts'
import { benignLabel } from '../seat.ts'
import { drawStyle } from '../style.ts'
import { everydayExchanges } from '../text/everyday.ts'
import type { Language } from '../text/lexicon.ts'

/** Options of {@link consumerChat}. */
export interface ConsumerChatOptions extends PartOptions {
  readonly languages?: readonly Language[]
}

const requestsPerDialogue = 3
const requestsPerDialogueMax = 9
const chainedShare = 0.5

/** A part with individuals in several languages, awake by day, with heavy-tailed volumes. Not a hard negative. */
export function consumerChat(options: ConsumerChatOptions = {}): Part {
  const { accounts = 40, requestsPerDay = 1.5, languages = ordinaryLanguages } = options
  return makePart('consumer_chat', options, (scene) => {
    playCrowd(scene, options, {
      label: benignLabel('consumer_chat', false),
      accounts,
      requestsPerDay,
      languages,
      requestsPerDialogue,
      member: (random, person) => ({ write: everydayWriter(random, person) }),
    })
  })
}

/** Writes the everyday conversations of one person, all in one style. */
export function everydayWriter(random: Random, person: Person): () => Dialogue {
  const style = drawStyle(random, person.dialect)
  const chained = person.dialect === 'openai.responses' && random.chance(chainedShare)
  return () => ({
    ...style,
    ...(chained ? { chained } : {}),
    exchanges: everydayExchanges(
      random,
      person.lexicon,
      random.geometric(requestsPerDialogue, requestsPerDialogueMax),
      style.reasons,
    ),
  })
}
