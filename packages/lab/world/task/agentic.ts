/** Harvest of tool trajectories: an issue in a container, worked on until its tests pass. */
import type { Agent } from '../agent/agent.ts'
import { agentTools } from '../agent/agent.ts'
import { projectAt } from '../agent/project.ts'
import { agentSession } from '../agent/session.ts'
import type { Random } from '../random.ts'
import type { Harvest, Job, Style } from './harvest.ts'
import { agenticWordings } from './wording.ts'

const styles: readonly Style[] = [
  [
    [
      'A container is running with the repository at {root}. ',
      'The repository is checked out at {root} in a container. ',
    ],
    ['Resolve the issue with the tools, ', 'Use the tools to resolve the issue, '],
    ['think aloud before every call, ', 'say before each call what you expect, '],
    ['and finish when the tests pass.\n\nISSUE\n{issue}', 'and stop once all tests pass.\n\nISSUE\n{issue}'],
  ],
  [
    ['<task root="{root}">\n{issue}\n</task>\n'],
    ['Plan, act, observe; repeat. ', 'Alternate between a plan, an action and an observation. '],
    ['At most 20 actions.', 'You have 20 actions.'],
  ],
  [
    ['Episode in {root}. ', 'New episode, working folder {root}. '],
    ['Goal: {issue} '],
    ['Reward is given for passing tests only. ', 'You are rewarded when the tests pass. '],
    ['Never ask for help.', 'Nobody will answer questions.'],
  ],
]
const harnessWords = ['arena', 'crucible', 'dojo', 'foundry', 'gantry', 'workbench', 'stage', 'rig']
const toolCallsLow = 3
const toolCallsHigh = 7

/** Agentic: every operator has its own harness, so its tools are its own too. */
export function agenticHarvest(random: Random): Harvest {
  const harness = makeHarness(random)
  return {
    styles: { en: styles },
    wordings: agenticWordings,
    tools: agentTools(harness),
    thinks: true,
    outputTokensMax: 4000,
    requestsPerDialogue: (toolCallsLow + toolCallsHigh) / 2 + 1,
    job: (drawn, lexicon) => issueJob(drawn, harness, lexicon.isOwn === true ? lexicon.topics : []),
  }
}

function makeHarness(random: Random): Agent {
  const word = random.pick(harnessWords)
  const named = (name: string, first: string, second: string, description: string): Agent['abilities']['read'] => ({
    name: `${word}_${name}`,
    first,
    second,
    description,
  })
  return {
    program: word,
    versions: ['1'],
    system: '',
    abilities: {
      shell: named('exec', 'line', 'limit_s', 'Executes a line in the container.'),
      read: named('peek', 'target', 'window', 'Reads a window of a file.'),
      edit: named('patch', 'target', 'hunk', 'Applies a hunk.'),
      search: named('locate', 'needle', 'scope', 'Locates text.'),
    },
  }
}

function issueJob(random: Random, harness: Agent, topics: readonly string[]): Job {
  const root = `/${harness.program}/${random.token(8, 'hexadecimal')}`
  const project = projectAt(random, root)
  const session = agentSession(random, harness, project, random.between(toolCallsLow, toolCallsHigh), true, topics)
  const [first, ...further] = session
  return {
    slots: { root, issue: first?.say ?? '' },
    answer: () => ({ reply: first?.reply ?? { text: '' }, further }),
  }
}
