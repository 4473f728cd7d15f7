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

/** The lexicon with `count` topics drawn from its words, among some ten million per language, instead of its own. */
export function withOwnTopics(random: Random, lexicon: Lexicon, count: number): Lexicon {
  const thing = (): string =>
    fill(lexicon.object, { quality: random.pick(lexicon.qualities), thing: random.pick(lexicon.things) })
  const topics = Array.from({ length: count }, () => thing() + conjunctions[lexicon.language] + thing())
  return { ...lexicon, topics }
}
