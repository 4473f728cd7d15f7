/** What people do with an agent, session by session. */
import type { Member } from '../crowd.ts'
import { programDevice } from '../device.ts'
import type { Dialogue } from '../dialogue.ts'
import type { DialectName } from '../line.ts'
import { personCaller, type Person } from '../person.ts'
import { models } from '../provider.ts'
import type { Random } from '../random.ts'
import { boundedBy, thinkingBy } from '../style.ts'
import { lexicons } from '../text/prose.ts'
import { ownTopics } from '../text/own-topics.ts'
import { agentTools, type Agent } from './agent.ts'
import { popularAgents } from './popular.ts'
import { drawProject } from './project.ts'
import { agentSession } from './session.ts'

/** What is asked of an agent: one of ten things that everybody asks, or what only this user would. */
export type AgentRequests = 'common' | 'own'

const topicsEach = 60
const toolCallsMean = 4
const toolCallsMax = 9
const reasonsShare = 0.35

/** Requests of a session with an agent, on average. */
export const agentRequestsPerDialogue: number = toolCallsMean + 1

/** A person who works with one of the popular agents. */
export function developerMember(
  random: Random,
  person: Person,
  dialect: DialectName,
  requests: AgentRequests = 'common',
): Member {
  const agent = random.pick(popularAgents)
  return {
    write: agentWriter(random, agent, dialect, requests),
    caller: personCaller(person, programDevice(random, agent.program, agent.versions)),
  }
}

/** Writes the sessions of one user of the agent, in that user's one or two projects. */
export function agentWriter(
  random: Random,
  agent: Agent,
  dialect: DialectName,
  requests: AgentRequests = 'common',
): () => Dialogue {
  const projects = [drawProject(random), drawProject(random)]
  const topics = requests === 'own' ? ownTopics(random, lexicons.en, topicsEach) : []
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
      topics,
    ),
  })
}
