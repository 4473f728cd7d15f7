/** Prompts that somebody else wrote, filled with something of one's own. */
import type { Dialogue } from './dialogue.ts'
import type { Person } from './person.ts'
import type { Random } from './random.ts'
import type { Style } from './style.ts'
import { fill } from './text/fill.ts'
import { answerText, followUp } from './text/prose.ts'
import { readingMs } from './text/everyday.ts'

/** One use of a prompt from elsewhere. */
export interface Canned {
  readonly template: string
  readonly slots?: Readonly<Record<string, string | number>>
  readonly system?: string
  /** Sentences of the answer, on average. */
  readonly answerSentences: number
  /** Requests of the conversation; those after the first are the person's own words. 1 by default. */
  readonly requests?: number
}

/** The conversation that begins with the prompt, in the person's language and the client's style. */
export function cannedDialogue(random: Random, person: Person, style: Style, canned: Canned): Dialogue {
  const topic = random.pick(person.lexicon.topics)
  const first = fill(canned.template, canned.slots ?? {})
  return {
    ...style,
    ...(canned.system === undefined ? {} : { system: canned.system }),
    exchanges: Array.from({ length: canned.requests ?? 1 }, (_, index) => ({
      say: index === 0 ? first : followUp(random, person.lexicon, topic),
      reply: { text: answerText(random, person.lexicon, topic, canned.answerSentences) },
      pauseMs: readingMs(random),
    })),
  }
}
