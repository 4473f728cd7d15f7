/** Individuals with a script of their own that sends odd little prompts at regular hours. */
import { playCrowd } from '../crowd.ts'
import type { Dialogue } from '../dialogue.ts'
import type { Person } from '../person.ts'
import type { Random } from '../random.ts'
import { rhythms } from '../rhythm.ts'
import { makePart, type Part, type PartOptions } from '../scene.ts'
import { benignLabel } from '../seat.ts'
import { drawStyle } from '../style.ts'
import { codeNouns } from '../text/code.ts'
import { fill } from '../text/fill.ts'
import { sentence, sentences } from '../text/prose.ts'

const openings = [
  'Label',
  'Summarise',
  'Clean up',
  'Rate',
  'Tag',
  'Shorten',
  'Extract names from',
  'Turn into a title:',
]
const formats = [
  'One word.',
  'Reply with a number.',
  'max 10 words',
  'JSON please',
  'as CSV;',
  'lowercase only',
  'no explanation',
]
const marks = ['>>>', '---', '==', '::', '###', '~~']

/** A part with scripters. Not a hard negative: each has a private template, one account, no pattern across accounts. */
export function scripter(options: PartOptions = {}): Part {
  const { accounts = 10, requestsPerDay = 4 } = options
  return makePart('scripter', options, (scene) => {
    playCrowd(scene, options, {
      label: benignLabel('scripter', false),
      accounts,
      requestsPerDay,
      languages: ['en', 'en', 'de', 'es'],
      rhythm: rhythms.flat,
      requestsPerDialogue: 1,
      member: (random, person) => ({ write: scriptWriter(random, person) }),
    })
  })
}

/** Some notes were pasted out of a word processor, whose line breaks are not line feeds. */
const pastedShare = 0.03
const wordProcessorBreak = '\u2028'

function scriptWriter(random: Random, person: Person): () => Dialogue {
  const style = { ...drawStyle(random, person.dialect), stream: false }
  const mark = random.pick(marks)
  const template = `${random.pick(openings)} the ${random.pick(codeNouns)} note. ${random.pick(formats)}\n${mark}\n{text}\n${mark}`
  return () => ({
    ...style,
    exchanges: [
      {
        say: fill(template, { text: noteText(random, person) }),
        reply: { text: sentence(random, person.lexicon) },
        pauseMs: 0,
      },
    ],
  })
}

function noteText(random: Random, person: Person): string {
  const text = sentences(random, person.lexicon, random.between(1, 3))
  return random.chance(pastedShare) ? text.replaceAll('. ', `.${wordProcessorBreak}`) : text
}
