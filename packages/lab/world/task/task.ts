/** The kinds of harvest by name. */
import type { Random } from '../random.ts'
import { agenticHarvest } from './agentic.ts'
import { codeHarvest } from './code.ts'
import { gradingHarvest } from './grading.ts'
import type { Harvest } from './harvest.ts'
import { instructionsHarvest } from './instructions.ts'
import { adviceHarvest, knowledgeHarvest } from './knowledge.ts'
import { translationHarvest } from './translation.ts'
import { reasoningHarvest } from './reasoning.ts'

const makers = {
  reasoning: reasoningHarvest,
  code: codeHarvest,
  agentic: agenticHarvest,
  grading: (_random: Random, echoShare: number) => gradingHarvest(echoShare),
  instructions: instructionsHarvest,
  knowledge: knowledgeHarvest,
  advice: adviceHarvest,
  translation: translationHarvest,
} satisfies Record<string, (random: Random, echoShare: number) => Harvest>

/** What can be harvested. */
export type TaskName =
  | 'reasoning'
  | 'code'
  | 'agentic'
  | 'grading'
  | 'instructions'
  | 'knowledge'
  | 'advice'
  | 'translation'

/** One operator's harvest of the kind; `echoShare` matters to grading only. */
export function makeHarvest(task: TaskName, random: Random, echoShare = 0): Harvest {
  return makers[task](random, echoShare)
}
