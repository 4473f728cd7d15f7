/** Strangers who all paste the prompt that went around last week, each with a topic of their own. */
import { ordinaryLanguages, playCrowd } from '../crowd.ts'
import type { Dialogue } from '../dialogue.ts'
import type { Person } from '../person.ts'
import type { Random } from '../random.ts'
import { makePart, type Part, type PartOptions } from '../scene.ts'
import { benignLabel } from '../seat.ts'
import { drawStyle } from '../style.ts'
import { readingMs } from '../text/everyday.ts'
import { fill } from '../text/fill.ts'
import { answerText, sentences } from '../text/prose.ts'
import { everydayWriter } from '../everyday-writer.ts'

const viralTemplates = [
  'From now on you are my Lantern, a coach who has seen ten thousand people fail at {topic} and remembers why. Interview me with three sharp questions, one at a time. Then write the Lantern Map: where I stand, the trap I do not see, one brave step for today, one for this month. No flattery. My topic is: {topic}.',
  'Act as the Museum of Unfinished Things. I tell you what I never finished, you write the plaque next to it: title, year, material, and a text of sixty words in the voice of a tired curator, ending with a line that makes me want to finish it. The thing is: {topic}.',
]
const templateShare = 0.5
const requestsPerDialogue = 2

/** Options of {@link viralPrompt}. */
export interface ViralPromptOptions extends PartOptions {
  /**
   * What goes into the template: `topic`, one of each language's topics; `short`, one of a dozen words that most fans
   * share; `free`, a paragraph that nobody else writes.
   */
  readonly slot?: 'topic' | 'short' | 'free'
}

const signs = 'ram bull twins crab lion maiden scales scorpion archer goat jug fish'.split(' ')

function drawSlot(random: Random, { lexicon }: Person, slot: ViralPromptOptions['slot']): string {
  if (slot === 'short') return random.pick(signs)
  return slot === 'free' ? sentences(random, lexicon, random.between(1, 3)) : random.pick(lexicon.topics)
}

/** A part with strangers who share one long template. Hard negatives: the skeleton is the same, nothing else is. */
export function viralPrompt(options: ViralPromptOptions = {}): Part {
  const { accounts = 25, requestsPerDay = 1 } = options
  return makePart('viral_prompt', options, (scene) => {
    const template = scene.random.fork('template').pick(viralTemplates)
    playCrowd(scene, options, {
      label: benignLabel('viral_prompt', true),
      accounts,
      requestsPerDay,
      languages: ordinaryLanguages,
      requestsPerDialogue,
      member: (random, person) => ({ write: fanWriter(random, person, template, options.slot) }),
    })
  })
}

/** Half of a fan's conversations begin with the template, the first one always. */
function fanWriter(random: Random, person: Person, template: string, slot: ViralPromptOptions['slot']): () => Dialogue {
  const style = drawStyle(random, person.dialect)
  const everyday = everydayWriter(random, person)
  let begun = 0
  return () => {
    begun += 1
    if (begun > 1 && !random.chance(templateShare)) return everyday()
    const topic = drawSlot(random, person, slot)
    const reply = { text: answerText(random, person.lexicon, topic, 7) }
    return { ...style, exchanges: [{ say: fill(template, { topic }), reply, pauseMs: readingMs(random) }] }
  }
}
