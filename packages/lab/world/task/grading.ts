/** Harvest of verdicts: the model as a reward model for another one's answers, or for its own. */
import type { Random } from '../random.ts'
import type { Lexicon } from '../text/lexicon.ts'
import { answerText, question } from '../text/prose.ts'
import type { Harvest, Job, Style } from './harvest.ts'
import { gradingWordings } from './wording.ts'

const styles: readonly Style[] = [
  [
    ['Grade the answer by the rubric. ', 'Rate the answer against the rubric below. '],
    [
      'Reply with JSON only: {open}"score": 0-10, "reasons": [..]{close}\n\n',
      'Output JSON and nothing else, as {open}"score": 0-10, "reasons": [..]{close}\n\n',
    ],
    ['RUBRIC\n{rubric}\n\nQUESTION\n{question}\n\nANSWER\n{candidate}'],
  ],
  [
    ['[question]\n{question}\n[candidate]\n{candidate}\n[criteria]\n{rubric}\n[/criteria]\n'],
    ['Judge every criterion with pass or fail, ', 'For each criterion say pass or fail, '],
    ['then one overall mark from 1 to 5 on the last line.', 'and close with a mark from 1 to 5.'],
  ],
  [
    [
      'Below are a user question and a reply that a model in training gave. ',
      'A model in training replied to a user. ',
    ],
    ['User: {question}\nReply: {candidate}\n'],
    ['How much reward does the reply deserve, from -1 to 1? ', 'Give a reward between -1 and 1. '],
    ['Consider: {rubric}. ', 'What counts: {rubric}. '],
    ['Name the sentence that cost most.', 'Quote the sentence that lowered it most.'],
  ],
]
const criteria = [
  'the facts are right',
  'the steps follow from each other',
  'nothing asked for is missing',
  'the tone fits the user',
  'no filler',
  'units are given',
  'uncertainty is admitted',
  'the format asked for is kept',
  'the answer could be checked',
  'it warns of the main risk',
  'examples are concrete',
  'no instruction is ignored',
]
const generatingShare = 0.35
const heardMin = 4
const candidateSentences = 7

/** Grading; `echoShare` of the candidates are answers that the operator itself got before, so it also asks for some. */
export function gradingHarvest(echoShare = 0): Harvest {
  return {
    styles: { en: styles },
    wordings: gradingWordings,
    thinks: false,
    outputTokensMax: 800,
    requestsPerDialogue: 1,
    job: (random, lexicon, heard) =>
      echoShare > 0 && (heard.length < heardMin || random.chance(generatingShare))
        ? answerJob(random, lexicon)
        : verdictJob(random, lexicon, random.chance(echoShare) ? heard : []),
  }
}

/** Asks for an answer that will be graded later. */
function answerJob(random: Random, lexicon: Lexicon): Job {
  const topic = random.pick(lexicon.topics)
  const say = question(random, lexicon, topic)
  return {
    slots: {},
    say,
    answer: (drawn) => ({ reply: { text: answerText(drawn, lexicon, topic, candidateSentences) } }),
  }
}

function verdictJob(random: Random, lexicon: Lexicon, heard: readonly string[]): Job {
  const topic = random.pick(lexicon.topics)
  const candidate = heard.length > 0 ? random.pick(heard) : answerText(random, lexicon, topic, candidateSentences)
  const rubric = random.shuffle(criteria).slice(0, random.between(3, 5)).join('; ')
  return {
    slots: { question: question(random, lexicon, topic), candidate, rubric, open: '{', close: '}' },
    answer: (drawn) => ({ reply: { text: verdict(drawn, rubric) } }),
  }
}

function verdict(random: Random, rubric: string): string {
  const reasons = rubric
    .split('; ')
    .map((criterion) => `${criterion}: ${random.pick(['yes', 'mostly', 'partly', 'no'])}`)
  return JSON.stringify({ score: random.between(0, 10), reasons })
}
