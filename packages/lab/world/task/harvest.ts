/** What an operator is after: templates, and jobs that fill them. */
import type { Exchange, Reply, Tool } from '../dialogue.ts'
import type { Random } from '../random.ts'
import { fill } from '../text/fill.ts'
import type { Language, Lexicon } from '../text/lexicon.ts'
import type { Wordings } from './wording.ts'

/** A way to ask: segments in order, each with alternatives that say the same. Slots in braces. */
export type Style = readonly (readonly string[])[]

/** One item of a work queue. It can be played more than once, with different answers. */
export interface Job {
  readonly slots: Readonly<Record<string, string | number>>
  /** Replaces the template, for jobs that only prepare the ground for others. */
  readonly say?: string
  readonly answer: (random: Random) => { readonly reply: Reply; readonly further?: readonly Exchange[] }
}

/** One kind of harvest as one operator runs it. */
export interface Harvest {
  /** English has at least three styles; languages without own ones are asked in English. */
  readonly styles: Readonly<Partial<Record<Language, readonly Style[]>>> & { readonly en: readonly Style[] }
  /** For an operator that has every request worded anew; languages without own ones are asked in English. */
  readonly wordings: Wordings
  readonly tools?: readonly Tool[]
  /** The model is asked to think where the dialect has a word for it. */
  readonly thinks: boolean
  readonly outputTokensMax: number
  /** Requests of a conversation, on average. */
  readonly requestsPerDialogue: number
  /** `heard` are answers that the operator already has, oldest first. */
  readonly job: (random: Random, lexicon: Lexicon, heard: readonly string[]) => Job
}

/** `count` templates; different ones as long as the styles have so many, and of all styles from as many on. */
export function drawTemplates(random: Random, styles: readonly Style[], count: number): readonly string[] {
  const templates = new Set<string>()
  const first = random.between(0, styles.length - 1)
  const triesMax = count * 20
  for (let tries = 0; templates.size < count && tries < triesMax; tries += 1) {
    const style = styles[(first + templates.size) % styles.length] ?? []
    templates.add(style.map((alternatives) => random.pick(alternatives)).join(''))
  }
  return [...templates]
}

/** The exchanges of a job under a template. */
export function jobExchanges(random: Random, job: Job, template: string): readonly Exchange[] {
  const { reply, further = [] } = job.answer(random)
  return [{ say: job.say ?? fill(template, job.slots), reply, pauseMs: 0 }, ...further]
}

/** How soon a program asks again. */
export function programPauseMs(random: Random): number {
  return random.between(200, 4000)
}
