/** People who want every step: learners of mathematics, and tutors who have answers marked. */
import { cannedDialogue } from '../canned.ts'
import { playCrowd, type Member } from '../crowd.ts'
import { everydayWriter } from '../everyday-writer.ts'
import type { Person } from '../person.ts'
import type { Random } from '../random.ts'
import { makePart, type Part, type PartOptions } from '../scene.ts'
import { benignLabel } from '../seat.ts'
import { drawStyle } from '../style.ts'
import { gradingHarvest } from '../task/grading.ts'
import { reasoningHarvest } from '../task/reasoning.ts'
import { spin } from '../text/spin.ts'
import { lexicons } from '../text/prose.ts'

const wishes = [
  '[pls|please|can you] [solve|help me with] this [step by step|and show every step|slowly]: {problem}',
  '{problem} [i|I] [need to|must] [see|understand] [all|each of] the steps[, exam tomorrow|]',
  '[my homework|exercise from class]: {problem} [dont skip anything|show your thinking|why does this work?]',
]
const markings = [
  '[my student|a pupil] [was asked|got]: {question}\n[she|he] wrote: {candidate}\n[how many points of 10 and why|mark it out of 10]?',
  '[please|] [grade|mark] this [essay|answer], [question|task] was "{question}"\n\n{candidate}',
]
const studyShare = 0.7
const tutorShare = 0.3

/** A part with learners and some tutors. Hard negatives: reasoning is asked for, answers are graded; one person each. */
export function learner(options: PartOptions = {}): Part {
  const { accounts = 15, requestsPerDay = 2 } = options
  return makePart('learner', options, (scene) => {
    playCrowd(scene, options, {
      label: benignLabel('learner', true),
      accounts,
      requestsPerDay,
      languages: ['en'],
      requestsPerDialogue: 2,
      member: learnerMember,
    })
  })
}

function learnerMember(random: Random, person: Person): Member {
  const style = drawStyle(random, person.dialect)
  const everyday = everydayWriter(random, person)
  const [harvest, wording] = random.chance(tutorShare)
    ? [gradingHarvest(), random.pick(markings)]
    : [reasoningHarvest(), random.pick(wishes)]
  return {
    write: () => {
      if (!random.chance(studyShare)) return everyday()
      const { slots } = harvest.job(random, lexicons.en, [])
      return cannedDialogue(random, person, style, {
        template: spin(random, wording),
        slots,
        answerSentences: 7,
        requests: random.geometric(2, 5),
      })
    },
  }
}
