/** Developers with popular agents: one system prompt and one set of tools for all, everyone's own code and paths. */
import { agentTools, type Agent } from '../agent/agent.ts'
import { popularAgents } from '../agent/popular.ts'
import { drawProject } from '../agent/project.ts'
import { agentSession } from '../agent/session.ts'
import { playCrowd, type Member } from '../crowd.ts'
import { programDevice } from '../device.ts'
import type { Dialogue } from '../dialogue.ts'
import type { DialectName } from '../line.ts'
import { personCaller, type Person } from '../person.ts'
import { models } from '../provider.ts'
import type { Random } from '../random.ts'
import { rhythms } from '../rhythm.ts'
import { makePart, type Part, type PartOptions } from '../scene.ts'
import { benignLabel } from '../seat.ts'
import { boundedBy, thinkingBy } from '../style.ts'

/** Options of {@link developer}. */
export interface DeveloperOptions extends PartOptions {
  readonly dialect?: DialectName
}

const toolCallsMean = 4
const toolCallsMax = 9
const reasonsShare = 0.35

/** Requests of a session with an agent, on average. */
export const agentRequestsPerDialogue: number = toolCallsMean + 1

/** A part with developers in office hours. Hard negatives: their prompts and tools are the same for hundreds. */
export function developer(options: DeveloperOptions = {}): Part {
  const { accounts = 20, requestsPerDay = 6 } = options
  return makePart('developer', options, (scene) => {
    playCrowd(scene, options, {
      label: benignLabel('developer', true),
      accounts,
      requestsPerDay,
      languages: ['en'],
      rhythm: rhythms.office,
      requestsPerDialogue: agentRequestsPerDialogue,
      member: (random, person) => developerMember(random, person, options.dialect ?? person.dialect),
    })
  })
}

/** A person who works with one of the popular agents. */
export function developerMember(random: Random, person: Person, dialect: DialectName): Member {
  const agent = random.pick(popularAgents)
  return {
    write: agentWriter(random, agent, dialect),
    caller: personCaller(person, programDevice(random, agent.program, agent.versions)),
  }
}

/** Writes the sessions of one user of the agent, in that user's one or two projects. */
export function agentWriter(random: Random, agent: Agent, dialect: DialectName): () => Dialogue {
  const projects = [drawProject(random), drawProject(random)]
  const reasons = dialect !== 'openai.chat' && random.chance(reasonsShare)
  return () => ({
    dialect,
    model: reasons ? models.thinking : models.large,
    stream: true,
    system: agent.system,
    tools: agentTools(agent),
    parameters: { ...boundedBy(dialect, 8000), ...(reasons ? thinkingBy(dialect, 4000) : {}) },
    exchanges: agentSession(
      random,
      agent,
      random.pick(projects),
      random.geometric(toolCallsMean, toolCallsMax),
      reasons,
    ),
  })
}
