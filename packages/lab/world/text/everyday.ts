/** Everyday conversations of individuals. */
import type { Exchange } from '../dialogue.ts'
import type { Random } from '../random.ts'
import type { Lexicon } from './lexicon.ts'
import { answerText, followUp, question, sentences } from './prose.ts'

const answerSentences = 6

/** A person's conversation about one topic: a question, and what comes of it. */
export function everydayExchanges(
  random: Random,
  lexicon: Lexicon,
  length: number,
  reasons = false,
): readonly Exchange[] {
  const topic = random.pick(lexicon.topics)
  return Array.from({ length }, (_, index) => ({
    say: index === 0 ? question(random, lexicon, topic) : followUp(random, lexicon, topic),
    reply: {
      text: answerText(random, lexicon, topic, answerSentences),
      ...(reasons ? { reasoning: sentences(random, lexicon, random.between(2, 6)) } : {}),
    },
    pauseMs: readingMs(random),
  }))
}

/** How long a person reads and types: half a minute, sometimes much longer. */
export function readingMs(random: Random): number {
  return 5000 + Math.floor(random.heavyTail(40_000))
}
