/** Harvest of instruction data: new tasks out of old ones. */
import type { Random } from '../random.ts'
import type { Lexicon } from '../text/lexicon.ts'
import { question, sentence } from '../text/prose.ts'
import type { Harvest, Job, Style } from './harvest.ts'
import { instructionWordings } from './wording.ts'

const styles: readonly Style[] = [
  [
    ['Below are {count} example instructions. ', 'Look at these {count} instructions. '],
    [
      'Invent {wanted} new ones that differ in verb, subject and length, ',
      'Come up with {wanted} more, none like another, ',
    ],
    ['and answer each in full.\n', 'each followed by a complete answer.\n'],
    ['{seeds}'],
  ],
  [
    ['Take this instruction: "{seed}"\n'],
    ['Make it harder by {operation}. ', 'Raise its difficulty by {operation}. '],
    [
      'Return the new instruction and its best answer as two fields.',
      'Give back two fields: the new instruction, and the ideal answer to it.',
    ],
  ],
  [
    ['{seeds}\n---\n'],
    ['These belong to a training set. ', 'This is the beginning of a training set. '],
    ['Continue it with {wanted} entries on other subjects, ', 'Add {wanted} entries on subjects not yet covered, '],
    [
      'one JSON object per line with "instruction" and "output".',
      'as lines of JSON with the keys "instruction" and "output".',
    ],
  ],
]
const operations = [
  'adding a constraint that contradicts habit',
  'asking for the reason behind each part',
  'replacing the general case by a rare one',
  'requiring two steps that depend on each other',
  'giving the input as a table',
  'forbidding the most common word',
]

/** Instructions: seeds in, new instructions with their answers out. */
export function instructionsHarvest(): Harvest {
  return {
    styles: { en: styles },
    wordings: instructionWordings,
    thinks: false,
    outputTokensMax: 5000,
    requestsPerDialogue: 1,
    job: seedJob,
  }
}

function seedJob(random: Random, lexicon: Lexicon): Job {
  const seed = (): string => question(random, lexicon, random.pick(lexicon.topics))
  const count = random.between(2, 4)
  const wanted = random.between(3, 6)
  const seeds = Array.from({ length: count }, (_, index) => `${index + 1}. ${seed()}`).join('\n')
  return {
    slots: { count, wanted, seeds, seed: seed(), operation: random.pick(operations) },
    answer: (drawn) => ({ reply: { text: newInstructions(drawn, lexicon, wanted) } }),
  }
}

function newInstructions(random: Random, lexicon: Lexicon, wanted: number): string {
  const lines = Array.from({ length: wanted }, () => {
    const topic = random.pick(lexicon.topics)
    return JSON.stringify({ instruction: question(random, lexicon, topic), output: sentence(random, lexicon) })
  })
  return lines.join('\n')
}
