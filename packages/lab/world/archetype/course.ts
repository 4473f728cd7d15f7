/** An open course whose pages give every student the same generated questions to ask, in the same order. */
import { cannedDialogue } from '../canned.ts'
import { playCrowd } from '../crowd.ts'
import { everydayWriter } from '../everyday-writer.ts'
import { Random } from '../random.ts'
import { makePart, type Part, type PartOptions } from '../scene.ts'
import { benignLabel } from '../seat.ts'
import { drawStyle } from '../style.ts'
import { knowledgeHarvest } from '../task/knowledge.ts'
import type { Language } from '../text/lexicon.ts'
import { lexicons } from '../text/prose.ts'

/** Options of {@link course}. */
export interface CourseOptions extends PartOptions {
  readonly language?: Language
  /** Questions of the course. */
  readonly questions?: number
}

const form =
  'Unit {unit}, prompt {place}. {question}\nCompare your answer with the checklist of the unit and correct it.'
const questionsPerUnit = 5
const courseShare = 0.8

/**
 * A part with students who live anywhere. Hard negatives: one template, everyone goes through one list in order, as far
 * as they come, so that hardly any question is a favourite.
 */
export function course(options: CourseOptions = {}): Part {
  const { accounts = 20, requestsPerDay = 2, language = 'en', questions = 40 } = options
  return makePart('course', options, (scene) => {
    const drawn = scene.random.fork('questions')
    const harvest = knowledgeHarvest()
    const list = Array.from({ length: questions }, () => harvest.job(drawn, lexicons[language], []).slots['question'])
    playCrowd(scene, options, {
      label: benignLabel('course', true, scene.name),
      accounts,
      requestsPerDay,
      languages: [language],
      requestsPerDialogue: 1.5,
      member: (random: Random, person) => {
        const style = drawStyle(random, person.dialect)
        const everyday = everydayWriter(random, person)
        let next = 0
        return {
          write: () => {
            const question = list[next]
            if (question === undefined || !random.chance(courseShare)) return everyday()
            const slots = {
              unit: 1 + Math.floor(next / questionsPerUnit),
              place: 1 + (next % questionsPerUnit),
              question,
            }
            next += 1
            return cannedDialogue(random, person, style, {
              template: form,
              slots,
              answerSentences: 7,
              requests: random.geometric(1.5, 4),
            })
          },
        }
      },
    })
  })
}
