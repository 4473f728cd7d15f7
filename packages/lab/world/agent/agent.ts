/** Programs that let the model work on code by itself: a long system prompt, a few tools, many users. */
import type { Tool, ToolUse } from '../dialogue.ts'
import type { JsonObject } from '../line.ts'

/** What an agent's tools can do, whatever it calls them. */
export type Ability = 'read' | 'edit' | 'shell' | 'search'

/** How one agent calls an ability, and its two parameters. */
export interface AbilityName {
  readonly name: string
  readonly first: string
  readonly second: string
  readonly description: string
}

/** An agent program. */
export interface Agent {
  readonly program: string
  readonly versions: readonly string[]
  readonly system: string
  readonly abilities: Readonly<Record<Ability, AbilityName>>
}

/** The tools as the agent offers them. */
export function agentTools(agent: Agent): readonly Tool[] {
  return Object.values(agent.abilities).map(({ name, first, second, description }) => ({
    name,
    description,
    parameters: stringParameters([first, second], [first]),
  }))
}

/** A schema of string parameters. */
export function stringParameters(names: readonly string[], required: readonly string[]): JsonObject {
  return { type: 'object', properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])), required }
}

/** A call of one of the agent's tools. */
export function useTool(agent: Agent, ability: Ability, first: string, second?: string): ToolUse {
  const named = agent.abilities[ability]
  return {
    name: named.name,
    input: { [named.first]: first, ...(second === undefined ? {} : { [named.second]: second }) },
  }
}
