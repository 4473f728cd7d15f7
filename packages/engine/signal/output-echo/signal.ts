/**
 * Output echo: what the model answered one account comes in from another.
 *
 * Catches: generate–grade–rewrite pipelines spread over accounts, judges of our own answers, migrated chats.
 * Honest users trip it by: quoting what somebody published (then many do, and it weighs little); evaluation harnesses (one
 * organisation). Pasting one's own earlier answer is no echo, nor is text that somebody put in before it was put out.
 * Evasion: paraphrase before reuse; grading with another provider.
 * Weight: log(population / (takers + 1)) per opening, within the family of content.
 * Source: own, on winnowed fingerprints (Schleimer, Wilkerson, Aiken 2003).
 */
import { counted, type EventSignal, readSharings, readSql } from '../signal.ts'

/** Fingerprints in common that make an echo: about a paragraph, more than a stock phrase. */
const marksMin = 3
/** What the model says to more accounts than this is its own phrase, or everybody's. */
const giversMax = 6

const query = { sql: readSql(import.meta.url), parameters: { marksMin, giversMax } }

/** See the file's header. */
export const outputEcho: EventSignal = {
  kind: 'event',
  name: 'output-echo',
  needs: {
    count: 'countIf(answer_words > 0 OR notEmpty(minted))',
    without: 'No record has a response: output-echo was silent.',
  },
  query,
  read: (context) => readSharings(context, { signal: 'output-echo', family: 'content', ...query }),
  sentence: ({ sharings, between }) =>
    `Answers given to one account came back as input from another ${counted(sharings.length, 'time')}, between ${between}.`,
}
