/** Harvest of programs that pass tests. */
import type { Random } from '../random.ts'
import { codeLanguages, codeNouns, functionName, functionText } from '../text/code.ts'
import { fill } from '../text/fill.ts'
import type { Harvest, Job, Style } from './harvest.ts'
import { codeWordings } from './wording.ts'

const styles: readonly Style[] = [
  [
    ['Implement the function described below in {language}. ', 'Write the following function in {language}. '],
    ['Return one code block and nothing else. ', 'Answer with a single code block, no prose. '],
    ['It must pass hidden tests.\n\n', 'Hidden tests will be run against it.\n\n'],
    ['### Specification\n{specification}'],
  ],
  [
    ['Language: {language}\nTask: {specification}\n'],
    [
      'First list the edge cases, then the code, then its complexity.',
      'Edge cases first, code second, complexity last.',
    ],
  ],
  [
    ['You take part in a programming contest. ', 'Contest round, one attempt. '],
    ['{specification} '],
    ['Submit {language}. ', 'Only {language} is accepted. '],
    ['Explain the approach in two sentences above the program.', 'Put a two-sentence idea in front of the program.'],
  ],
]
const specificationForms = [
  '`{name}` receives a list of {noun}s with a {field} each and returns those whose {field} is among the {a} largest, keeping their order; ties go to the earlier {noun}.',
  '`{name}` splits {noun}s into groups whose {field}s sum to at most {a}, using as few groups as possible; a {noun} above {a} raises an error.',
  '`{name}` merges two sorted streams of {noun}s by {field} and drops any {noun} that occurs within {a} places of its twin.',
  '`{name}` reads {noun}s line by line, skips lines with fewer than {b} columns, and reports the median {field} of every window of {a}.',
  '`{name}` finds the cheapest path through a grid of {noun}s where a step costs the difference of their {field}s and at most {b} steps may go up.',
  '`{name}` schedules {noun}s on {b} workers so that no {field} waits longer than {a} seconds, and says which {noun}s cannot be placed.',
  '`{name}` compresses a sequence of {noun}s by run length, but never writes a run longer than {a}, and restores it again.',
  '`{name}` keeps the last {a} {noun}s by {field} in memory and answers range queries in logarithmic time.',
]
const fieldWords = ['weight', 'price', 'due date', 'priority', 'length', 'rank', 'stamp', 'score', 'depth']

/** Code: a specification, the program. */
export function codeHarvest(): Harvest {
  return {
    styles: { en: styles },
    wordings: codeWordings,
    thinks: false,
    outputTokensMax: 3000,
    requestsPerDialogue: 1,
    job: specificationJob,
  }
}

function specificationJob(random: Random): Job {
  const language = random.pick(codeLanguages)
  const name = functionName(random)
  const specification = fill(random.pick(specificationForms), {
    name,
    noun: random.pick(codeNouns),
    field: random.pick(fieldWords),
    a: random.between(5, 300),
    b: random.between(2, 12),
  })
  return {
    slots: { language, specification },
    answer: (drawn) => ({ reply: { text: program(drawn, language, name) } }),
  }
}

function program(random: Random, language: (typeof codeLanguages)[number], name: string): string {
  const helper = functionText(random, language, functionName(random))
  return `\`\`\`${language}\n${helper}\n\n${functionText(random, language, name)}\n\`\`\``
}
