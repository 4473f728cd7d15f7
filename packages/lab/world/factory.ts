/** A prompt factory: writes the conversations by which somebody harvests, whether allowed to or not. */
import type { Dialogue } from './dialogue.ts'
import type { DialectName } from './line.ts'
import { models } from './provider.ts'
import type { Random } from './random.ts'
import { boundedBy, thinkingBy } from './style.ts'
import { drawTemplates, jobExchanges, type Harvest, type Job, type Style } from './task/harvest.ts'
import type { Language } from './text/lexicon.ts'
import { lexicons } from './text/prose.ts'

/** How a factory works. */
export interface FactoryOptions {
  readonly dialect: DialectName
  readonly languages: readonly Language[]
  /** Number of template variants, from 1 on; as many as the task's styles have when that is less. */
  readonly paraphrases: number
  /** How often each job is played. */
  readonly rolloutsPerTask: number
}

/** A factory at work. */
export interface Factory {
  readonly write: (timeMs: number) => Dialogue
  /** Tells the factory of an answer and when it arrived; it may come back as material from then on. */
  readonly hear: (text: string, answeredMs: number) => void
}

const heardMax = 400

/** Sets a factory up: its templates, its queue. Jobs hardly ever repeat but for their rollouts. */
export function makeFactory(random: Random, harvest: Harvest, options: FactoryOptions): Factory {
  const templates = new Map<readonly Style[], readonly string[]>()
  const heard: { readonly text: string; readonly answeredMs: number }[] = []
  let rolloutsLeft = 0
  let current: { readonly job: Job; readonly template: string } | undefined
  const nextJob = (timeMs: number): { readonly job: Job; readonly template: string } => {
    const lexicon = lexicons[random.pick(options.languages)]
    const styles = harvest.styles[lexicon.language] ?? harvest.styles.en
    const variants = templates.get(styles) ?? drawTemplates(random, styles, options.paraphrases)
    templates.set(styles, variants)
    const known = heard.filter(({ answeredMs }) => answeredMs < timeMs).map(({ text }) => text)
    return { job: harvest.job(random, lexicon, known), template: random.pick(variants) }
  }
  return {
    write: (timeMs) => {
      if (current === undefined || rolloutsLeft === 0) {
        current = nextJob(timeMs)
        rolloutsLeft = options.rolloutsPerTask
      }
      rolloutsLeft -= 1
      return factoryDialogue(random, harvest, options.dialect, current)
    },
    hear: (text, answeredMs) => {
      if (text !== '') heard.push({ text, answeredMs })
      if (heard.length > heardMax) heard.shift()
    },
  }
}

function factoryDialogue(
  random: Random,
  harvest: Harvest,
  dialect: DialectName,
  { job, template }: { readonly job: Job; readonly template: string },
): Dialogue {
  return {
    dialect,
    model: harvest.thinks ? models.thinking : models.large,
    ...(harvest.tools === undefined ? {} : { tools: harvest.tools }),
    parameters: {
      ...boundedBy(dialect, harvest.outputTokensMax, harvest.thinks ? undefined : 1),
      ...(harvest.thinks ? thinkingBy(dialect, Math.floor(harvest.outputTokensMax / 2)) : {}),
    },
    stream: false,
    exchanges: jobExchanges(random, job, template),
    harvest: true,
  }
}
