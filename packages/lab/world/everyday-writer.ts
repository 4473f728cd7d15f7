/** What an individual talks about with the model, day by day. */
import type { Dialogue } from './dialogue.ts'
import type { Person } from './person.ts'
import type { Random } from './random.ts'
import { drawStyle } from './style.ts'
import { everydayExchanges } from './text/everyday.ts'

/** Requests of an everyday conversation, on average. */
export const everydayRequestsPerDialogue = 3

const requestsPerDialogueMax = 9
const chainedShare = 0.5

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
      random.geometric(everydayRequestsPerDialogue, requestsPerDialogueMax),
      style.reasons,
    ),
  })
}
