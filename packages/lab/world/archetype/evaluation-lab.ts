/** Labs and researchers who each run a public benchmark from its first task to its last: exhaustive, and nobody's queue. */
import { playCrowd, type Member } from '../crowd.ts'
import { cannedDialogue } from '../canned.ts'
import { drawOrganisation } from '../organisation.ts'
import type { Person } from '../person.ts'
import { benchmarkTasks, type BenchmarkName } from '../public-benchmark.ts'
import type { Random } from '../random.ts'
import { rhythms } from '../rhythm.ts'
import { makePart, type Part, type PartOptions, type Scene } from '../scene.ts'
import { benignLabel } from '../seat.ts'
import { drawStyle } from '../style.ts'

/** Options of {@link evaluationLab}. */
export interface EvaluationLabOptions extends PartOptions {
  readonly benchmark?: BenchmarkName
  /** Tasks of the benchmark. */
  readonly tasks?: number
}

const declaredShare = 0.4
const runnersEach = [
  'Question: {task}\nLet us think step by step.\nAnswer:',
  'Solve. Put the final answer in a box.\n\n{task}',
  '{task}\n\nRespond with your reasoning, then "ANSWER:" and the answer.',
]

/**
 * A part with `accounts` unrelated evaluators of one benchmark, some of them declared organisations. Hard negatives: the
 * same tasks in the same few public prompt formats, worked through completely.
 */
export function evaluationLab(options: EvaluationLabOptions = {}): Part {
  const { accounts = 5, requestsPerDay = 8, benchmark = 'plainmath', tasks = 120 } = options
  return makePart('evaluation_lab', options, (scene) => {
    const list = benchmarkTasks(benchmark, tasks)
    playCrowd(scene, options, {
      label: benignLabel('evaluation_lab', true),
      accounts,
      requestsPerDay,
      languages: ['en'],
      rhythm: rhythms.flat,
      requestsPerDialogue: 1,
      member: (random, person) => evaluator(scene, random, person, list),
    })
  })
}

/** Goes through the list in its order; whoever begins a second run begins at the top. */
function evaluator(scene: Scene, random: Random, person: Person, list: readonly string[]): Member {
  const style = { ...drawStyle(random, person.dialect), stream: false }
  const template = random.pick(runnersEach)
  let next = 0
  const write: Member['write'] = () => {
    const task = list[next % list.length] ?? ''
    next += 1
    return cannedDialogue(random, person, style, { template, slots: { task }, answerSentences: 5 })
  }
  if (!random.chance(declaredShare)) return { write }
  const { org, mailDomain, card } = drawOrganisation(random, scene, person.dialect, 'hosting')
  return { write, registry: { org, email_domain: mailDomain, payment: card, tier: 'organization', plan: 'team' } }
}
