/** Developers with popular agents: one system prompt and one set of tools for all, everyone's own code and paths. */
import { agentRequestsPerDialogue, type AgentRequests, developerMember } from '../agent/writer.ts'
import { playCrowd } from '../crowd.ts'
import type { DialectName } from '../line.ts'
import { rhythms } from '../rhythm.ts'
import { makePart, type Part, type PartOptions } from '../scene.ts'
import { benignLabel } from '../seat.ts'

/** Options of {@link developer}. */
export interface DeveloperOptions extends PartOptions {
  readonly dialect?: DialectName
  readonly requests?: AgentRequests
}

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
      member: (random, person) => developerMember(random, person, options.dialect ?? person.dialect, options.requests),
    })
  })
}
