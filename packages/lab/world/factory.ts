/** A prompt factory: writes the conversations by which somebody harvests, whether allowed to or not. */
import type { Dialogue } from './dialogue.ts'
import type { DialectName } from './line.ts'
import { models } from './provider.ts'
import type { Random } from './random.ts'
import { boundedBy, thinkingBy } from './style.ts'
import { drawTemplates, jobExchanges, type Harvest, type Job, type Style } from './task/harvest.ts'
import type { Language, Lexicon } from './text/lexicon.ts'
import { lexicons } from './text/prose.ts'
import { withOwnTopics } from './text/own-topics.ts'
import { spin } from './text/spin.ts'

/** How a factory works. */
export interface FactoryOptions {
  readonly dialect: DialectName
  readonly languages: readonly Language[]
  /**
   * Number of template variants, from 1 on; as many as the task's styles have when that is less. `every`: a model words
   * each request anew, so that there is no template.
   */
  readonly paraphrases: number | 'every'
  /** `wordings`: templates are drawn as `every` would, but then kept; `styles` by default. */
  readonly templatesFrom?: 'styles' | 'wordings'
  /**
   * What jobs are about that have a topic: `everyday`, the few that the lab's people talk about as well (default); `own`,
   * a new one each time. Public task lists hardly ever meet what people ask.
   */
  readonly material?: 'everyday' | 'own'
  /** How often each job is played. */
  readonly rolloutsPerTask: number
  /** Length of the task list, which is then gone through again in another order; jobs without end when absent. */
  readonly tasks?: number
  /** Every job is asked once in each of the languages; tasks that can be asked in all are `knowledge` and `translation`. */
  readonly isMirrored?: boolean
}

/** A factory at work. */
export interface Factory {
  readonly write: (timeMs: number) => Dialogue
  /** Tells the factory of an answer and when it arrived; it may come back as material from then on. */
  readonly hear: (text: string, answeredMs: number) => void
}

const heardMax = 400
/** A job has a few topics at most. */
const topicsEach = 4

interface Order {
  readonly job: Job
  readonly template: string
}

type Heard = (timeMs: number) => readonly string[]

/** Sets a factory up: its templates, its queue. Jobs hardly ever repeat but for their rollouts. */
export function makeFactory(random: Random, harvest: Harvest, options: FactoryOptions): Factory {
  const heard: { readonly text: string; readonly answeredMs: number }[] = []
  const known: Heard = (timeMs) => heard.filter(({ answeredMs }) => answeredMs < timeMs).map(({ text }) => text)
  const templatesFor = templateDrawer(random, harvest, options)
  const nextJob = options.tasks === undefined ? jobStream(random, harvest, options) : jobList(random, harvest, options)
  let rolloutsLeft = 0
  let current: Order | undefined
  const nextOrder = (timeMs: number): Order => {
    const { draw, lexicon } = nextJob(() => known(timeMs))
    const pickTemplate = templatesFor(lexicon)
    return { job: draw(), template: pickTemplate() }
  }
  return {
    write: (timeMs) => {
      if (current === undefined || rolloutsLeft === 0) {
        current = nextOrder(timeMs)
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

function templateDrawer(random: Random, harvest: Harvest, options: FactoryOptions): (lexicon: Lexicon) => () => string {
  const { paraphrases, templatesFrom = 'styles' } = options
  const word = (language: Language): string =>
    spin(random, random.pick(harvest.wordings[language] ?? harvest.wordings.en))
  const drawn = (language: Language, styles: readonly Style[], count: number): readonly string[] =>
    templatesFrom === 'styles'
      ? drawTemplates(random, styles, count)
      : Array.from({ length: count }, () => word(language))
  if (paraphrases === 'every') return (lexicon) => () => word(lexicon.language)
  const templates = new Map<readonly Style[], readonly string[]>()
  return ({ language }) => {
    const styles = harvest.styles[language] ?? harvest.styles.en
    const variants = templates.get(styles) ?? drawn(language, styles, paraphrases)
    templates.set(styles, variants)
    return () => random.pick(variants)
  }
}

interface Posed {
  readonly draw: () => Job
  readonly lexicon: Lexicon
}

type JobSource = (known: () => readonly string[]) => Posed

/** New jobs without end; mirrored ones come from one stream per job, so that every language has the same. */
function jobStream(
  random: Random,
  harvest: Harvest,
  { languages, isMirrored = false, material = 'everyday' }: FactoryOptions,
): JobSource {
  let posed = 0
  return (known) => {
    const turn = posed
    posed += 1
    if (!isMirrored) {
      const lexicon = lexicons[random.pick(languages)]
      const words = (): Lexicon => (material === 'own' ? withOwnTopics(random, lexicon, topicsEach) : lexicon)
      return { draw: () => harvest.job(random, words(), known()), lexicon }
    }
    const lexicon = lexicons[languages[turn % languages.length] as Language]
    const drawn = random.fork(`job ${Math.floor(turn / languages.length)}`)
    return { draw: () => harvest.job(drawn, lexicon, known()), lexicon }
  }
}

/** A list that is dealt out to its end, and again in another order. */
function jobList(random: Random, harvest: Harvest, options: FactoryOptions): JobSource {
  const next = jobStream(random.fork('list'), harvest, options)
  const list = Array.from({ length: options.tasks ?? 0 }, (): Posed => {
    const { draw, lexicon } = next(() => [])
    const job = draw()
    return { draw: () => job, lexicon }
  })
  let left: Posed[] = []
  return () => {
    if (left.length === 0) left = random.shuffle(list)
    const posed = left.pop()
    if (posed === undefined) throw new RangeError('a task list needs at least one task')
    return posed
  }
}

function factoryDialogue(random: Random, harvest: Harvest, dialect: DialectName, { job, template }: Order): Dialogue {
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
