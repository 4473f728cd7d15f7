/** The words of one language, from which questions and answers are put together. All of it was written for the lab. */

/** The languages that the lab writes. */
export type Language = 'en' | 'es' | 'de' | 'zh' | 'ja' | 'ar'

/** Word lists of a language. Templates have slots in braces: `{topic}`, `{detail}`, `{number}`, `{place}`. */
export interface Lexicon {
  readonly language: Language
  /** Countries where its speakers live, with their offset from UTC in hours. */
  readonly homes: readonly (readonly [country: string, utcOffsetHours: number])[]
  /** What stands between the parts of a clause, and what ends it. */
  readonly joiner: string
  readonly stop: string
  readonly topics: readonly string[]
  /** The topics are one speaker's own. */
  readonly isOwn?: boolean
  readonly details: readonly string[]
  readonly places: readonly string[]
  /** Forms of a first question. */
  readonly questions: readonly string[]
  /** What people say next. */
  readonly followUps: readonly string[]
  /** Short messages that many people send word for word. */
  readonly greetings: readonly string[]
  /** How answers begin; slot `{topic}`. */
  readonly openers: readonly string[]
  /** How a quality and a thing are said as subject and as object of a clause; slots `{quality}`, `{thing}`. */
  readonly subject: string
  readonly object: string
  readonly qualities: readonly string[]
  readonly things: readonly string[]
  readonly adverbs: readonly string[]
  readonly verbs: readonly string[]
  readonly circumstances: readonly string[]
}
