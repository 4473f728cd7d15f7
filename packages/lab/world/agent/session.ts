/** A session with an agent: a request, a loop of tool calls, a summary. */
import type { Exchange, ToolUse } from '../dialogue.ts'
import type { Random } from '../random.ts'
import { codeNouns, functionName, functionText } from '../text/code.ts'
import { readingMs } from '../text/everyday.ts'
import { fill } from '../text/fill.ts'
import { spin } from '../text/spin.ts'
import { lexicons, sentences } from '../text/prose.ts'
import { useTool, type Agent } from './agent.ts'
import type { Project } from './project.ts'

const requests = [
  'The {noun} handling in {file} breaks when the list is empty, please fix it.',
  'add a test for {function} in {file}',
  'Rename {function} so that it says what it does, and update the callers.',
  'Why is {file} so slow with {number} {noun}s?',
  'Move the {noun} code out of {file} into its own module.',
  'we get a wrong {noun} total after {number} retries, find out why',
  'Document the public functions of {file}.',
  'Add a --{noun} option to the command line.',
  'the build fails since yesterday, see {file}',
  'Make {function} accept a missing {noun}.',
]
/** What people write who have something of their own to say; slot `{topic}`. */
const ownRequests = [
  '[Could you|Please|can we|I want to] [fix|repair|look into|sort out] how {file} treats {topic}[, thanks| when you can|]',
  '[something|a thing] about {topic} [is off|went wrong|does not work] [in|inside|around] {file}, [find|see|check] [why|where|what it is]',
  '[make|let|have] {function} [handle|accept|know about] {topic} [too|as well|from now on]',
  '[we|the team|users] [need|want|asked for] [a way|an option|support] for {topic}, [probably|maybe|I think] near {function}',
  '[write|add] [tests|docs|a log line] for {topic} in {file}[, short ones|, nothing fancy|]',
]
const remarks = ['Let me look at it.', 'I will check the code first.', 'Now the tests.', 'That explains it.', '', '']
const summaries = [
  'I changed {file}: {function} now copes with a missing {noun}. All {number} tests pass.',
  'Done. The cause was in {file}, where the {noun} was counted twice; {function} covers it now.',
  '{function} is in place and {file} uses it. I left the {noun} format as it was.',
]

/**
 * The exchanges of one session; `toolCalls` answers call a tool, the last one sums up. With `topics` the request is about
 * one of them, in words that hardly anybody else uses; without, it is one of ten that everybody sends.
 */
export function agentSession(
  random: Random,
  agent: Agent,
  project: Project,
  toolCalls: number,
  reasons: boolean,
  topics: readonly string[] = [],
): readonly Exchange[] {
  const file = random.pick(project.files)
  const slots = { file, function: functionName(random), noun: random.pick(codeNouns), number: random.between(3, 120) }
  const exchanges: Exchange[] = []
  let said: Pick<Exchange, 'say' | 'results' | 'pauseMs'> = {
    say:
      topics.length === 0
        ? fill(random.pick(requests), slots)
        : fill(spin(random, random.pick(ownRequests)), { ...slots, topic: random.pick(topics) }),
    pauseMs: readingMs(random),
  }
  for (let step = 0; step < toolCalls; step += 1) {
    const { use, result } = toolStep(random, agent, project, file)
    exchanges.push({ ...said, reply: { ...thought(random, reasons), text: random.pick(remarks), calls: [use] } })
    said = { results: [result], pauseMs: random.between(150, 2500) }
  }
  exchanges.push({ ...said, reply: { ...thought(random, reasons), text: fill(random.pick(summaries), slots) } })
  return exchanges
}

function thought(random: Random, reasons: boolean): { reasoning?: string } {
  return reasons ? { reasoning: sentences(random, lexicons.en, random.between(1, 3)) } : {}
}

/** One tool call and what the client's machine gives back. */
function toolStep(random: Random, agent: Agent, project: Project, file: string): { use: ToolUse; result: string } {
  const name = functionName(random)
  const path = `${project.root}/${file}`
  const kind = random.between(0, 3)
  if (kind === 0) return { use: useTool(agent, 'read', path), result: functionText(random, project.language, name) }
  if (kind === 1) {
    const patch = functionText(random, project.language, name)
    return { use: useTool(agent, 'edit', path, patch), result: `changed ${path}` }
  }
  if (kind === 2) {
    const lines = project.files
      .slice(0, random.between(1, 4))
      .map((hit) => `${project.root}/${hit}:${random.between(1, 400)}: ${name}`)
    return { use: useTool(agent, 'search', name), result: lines.join('\n') }
  }
  const passed = random.between(4, 240)
  const failed = random.chance(0.4) ? random.between(1, 3) : 0
  return {
    use: useTool(agent, 'shell', `cd ${project.root} && make test`),
    result: `${passed} passed, ${failed} failed in ${random.between(1, 90)}.${random.between(0, 9)}s`,
  }
}
