/** Things to talk about that nobody else talks about: the lab's lists of topics are short, the world's is not. */
import type { Random } from '../random.ts'
import { fill } from './fill.ts'
import type { Language, Lexicon } from './lexicon.ts'

const conjunctions: Readonly<Record<Language, string>> = {
  en: ' and ',
  es: ' y ',
  de: ' und ',
  zh: '和',
  ja: 'と',
  ar: ' و',
}

/** `count` topics drawn from the words of the language, among some ten million of them. */
export function ownTopics(random: Random, lexicon: Lexicon, count: number): readonly string[] {
  const thing = (): string =>
    fill(lexicon.object, { quality: random.pick(lexicon.qualities), thing: random.pick(lexicon.things) })
  return Array.from({ length: count }, () => thing() + conjunctions[lexicon.language] + thing())
}

const sentenceEnds = /[.?!。？！؟]+\s*/

/**
 * The lexicon with own topics only, and of its forms of a question only those in which every sentence names the topic:
 * others have sentences that all who ask much end up sharing.
 */
export function withOwnTopics(random: Random, lexicon: Lexicon, count: number): Lexicon {
  const isOwn = (form: string): boolean =>
    form.split(sentenceEnds).every((sentence) => sentence === '' || sentence.includes('{topic}'))
  const questions = lexicon.questions.filter(isOwn)
  return {
    ...lexicon,
    isOwn: true,
    topics: ownTopics(random, lexicon, count),
    ...(questions.length === 0 ? {} : { questions }),
  }
}
