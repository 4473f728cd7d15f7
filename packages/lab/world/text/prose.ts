/** Questions that people ask and answers of the right shape and length, in any of the lab's languages. */
import type { Random } from '../random.ts'
import { fill } from './fill.ts'
import { arabic } from './language/arabic.ts'
import { chinese } from './language/chinese.ts'
import { english } from './language/english.ts'
import { german } from './language/german.ts'
import { japanese } from './language/japanese.ts'
import { spanish } from './language/spanish.ts'
import type { Language, Lexicon } from './lexicon.ts'

/** The word lists by language. */
export const lexicons: Readonly<Record<Language, Lexicon>> = {
  en: english,
  es: spanish,
  de: german,
  zh: chinese,
  ja: japanese,
  ar: arabic,
}

const greetingShare = 0.03

/** A slot-filler's choice of words for one question. */
function drawSlots(random: Random, lexicon: Lexicon, topic: string): Record<string, string | number> {
  return { topic, place: random.pick(lexicon.places), number: drawNumber(random) }
}

function drawNumber(random: Random): number {
  return random.chance(0.5) ? random.between(2, 12) : random.between(3, 90) * 5
}

/** A first question on the topic; now and then a greeting that thousands of others send too. */
export function question(random: Random, lexicon: Lexicon, topic: string): string {
  if (random.chance(greetingShare)) return random.pick(lexicon.greetings)
  const detail = fill(random.pick(lexicon.details), drawSlots(random, lexicon, topic))
  return fill(random.pick(lexicon.questions), { ...drawSlots(random, lexicon, topic), detail })
}

/** What somebody says after an answer. */
export function followUp(random: Random, lexicon: Lexicon, topic: string): string {
  return fill(random.pick(lexicon.followUps), drawSlots(random, lexicon, topic))
}

const circumstanceShare = 0.5

/**
 * One sentence. There are so many that answers of different people share words, as answers do, but hardly ever a line:
 * otherwise chance would look like copying.
 */
export function sentence(random: Random, lexicon: Lexicon): string {
  const subject = nounPhrase(random, lexicon, lexicon.subject)
  const object = nounPhrase(random, lexicon, lexicon.object)
  const adverb = random.pick(lexicon.adverbs)
  const verb = random.pick(lexicon.verbs)
  // Japanese puts its verb last.
  const clause = lexicon.language === 'ja' ? [subject, object, adverb, verb] : [subject, adverb, verb, object]
  if (random.chance(circumstanceShare)) clause.unshift(random.pick(lexicon.circumstances))
  const text = clause.join(lexicon.joiner)
  return text.charAt(0).toUpperCase() + text.slice(1) + lexicon.stop
}

function nounPhrase(random: Random, lexicon: Lexicon, pattern: string): string {
  return fill(pattern, { quality: random.pick(lexicon.qualities), thing: random.pick(lexicon.things) })
}

/** `count` sentences. */
export function sentences(random: Random, lexicon: Lexicon, count: number): string {
  return Array.from({ length: count }, () => sentence(random, lexicon)).join(lexicon.joiner)
}

/** An answer about the topic: prose, bullets or numbered steps, of about `size` sentences. */
export function answerText(random: Random, lexicon: Lexicon, topic: string, size: number): string {
  const opener = fill(random.pick(lexicon.openers), { topic })
  const lines = Array.from({ length: random.geometric(size, 3 * size) }, () => sentence(random, lexicon))
  const shape = random.between(0, 3)
  if (shape === 0) return [opener, '', ...lines.map((line) => `- ${line}`)].join('\n')
  if (shape === 1) return [opener, '', ...lines.map((line, index) => `${index + 1}. ${line}`)].join('\n')
  return [opener, ...lines].join(lexicon.joiner)
}
