/** Individuals who talk with the model about their lives: the ordinary crowd in front of which everything else happens. */
import { ordinaryLanguages, playCrowd } from '../crowd.ts'
import { everydayRequestsPerDialogue, everydayWriter } from '../everyday-writer.ts'
import { withMixedTopics } from '../person.ts'
import { makePart, type Part, type PartOptions } from '../scene.ts'
import { benignLabel } from '../seat.ts'
import type { Language } from '../text/lexicon.ts'

/** Options of {@link consumerChat}. */
export interface ConsumerChatOptions extends PartOptions {
  readonly languages?: readonly Language[]
  /** `mixed`: half of what a person talks about is that person's alone; by default all is from short common lists. */
  readonly topics?: 'common' | 'mixed'
}

/** A part with individuals in several languages, awake by day, with heavy-tailed volumes. Not a hard negative. */
export function consumerChat(options: ConsumerChatOptions = {}): Part {
  const { accounts = 40, requestsPerDay = 1.5, languages = ordinaryLanguages, topics = 'common' } = options
  return makePart('consumer_chat', options, (scene) => {
    playCrowd(scene, options, {
      label: benignLabel('consumer_chat', false),
      accounts,
      requestsPerDay,
      languages,
      requestsPerDialogue: everydayRequestsPerDialogue,
      member: (random, person) => ({
        write: everydayWriter(random, topics === 'common' ? person : withMixedTopics(random, person)),
      }),
    })
  })
}
