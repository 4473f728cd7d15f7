/**
 * The machine that a request says it comes from: the operating system that its headers claim, the one that an
 * environment block in the prompt names, and whose home directory it works in.
 *
 * Clients of one machine agree with themselves; a relay that rewrites headers does not rewrite what its customers'
 * tools write into prompts.
 */
import type { Client, Conversation, Turn } from '../interaction.ts'
import { Domain, type KeyedHash } from './keyed-hash.ts'
import { languages } from './language.ts'

/** Operating systems by code; 0 is "not said". Codes are stored: add at the end only. */
export const systems = ['', 'windows', 'macos', 'linux', 'android', 'ios'] as const

/** 0 and 0n mean absent. */
export interface Machine {
  /** Index in {@link systems} of what the headers claim. */
  readonly claimedSystem: number
  /** The same of what the prompt's environment block says. */
  readonly describedSystem: number
  /** Index in `languages` of the first language that the `accept-language` header asks for. */
  readonly claimedLanguage: number
  /** Keyed hash of the name of the home directory worked in; names that many machines have count as none. */
  readonly home: bigint
}

const systemPatterns: readonly (readonly [system: number, pattern: RegExp])[] = [
  // Darwin before Windows, whose short form it contains; Android before Linux, which it says it is.
  [2, /darwin|mac ?os|os x|macintosh/i],
  [5, /\bios\b|iphone|ipad/i],
  [1, /win(?:dows|32|64|nt)/i],
  [4, /android/i],
  [3, /linux|ubuntu|debian|fedora|x11/i],
]

function systemIn(text: string): number {
  for (const [system, pattern] of systemPatterns) if (pattern.test(text)) return system
  return 0
}

/** Clients are few beside their calls: what was made of a user agent is kept, up to a bound. */
const knownMax = 5000

const block =
  /(?:^|[\n<"'*[{,-])\s*(?:platform|operating[ _]?system|os(?:[ _]?version)?)["'>*\]]*\s*[:=]\s*([^\n]{2,40})/i
const homePath = /(?:\/home\/|\/Users\/|[A-Za-z]:\\{1,2}Users\\{1,2})([\w.-]{2,32})/
const commonNames =
  /^(?:user|users|root|admin|administrator|ubuntu|debian|runner|node|app|dev|developer|vscode|codespace|coder|docker|me|you|name|username|public|shared|test|work|ec2-user|default|sandbox|agent)$/i
const textReadMax = 2000
const argumentsReadMax = 600

interface Described {
  readonly system: number
  readonly home: string
}

const nothing: Described = { system: 0, home: '' }

function describe(text: string): Described {
  // Looking for a few plain letters first spares nearly all texts the patterns.
  const mayDescribe = text.includes('latform') || text.includes('perating') || text.includes('OS')
  return { system: mayDescribe ? systemIn(block.exec(text)?.[1] ?? '') : 0, home: homeIn(text) }
}

function homeIn(text: string): string {
  if (!text.includes('/home/') && !text.includes('Users')) return ''
  const home = homePath.exec(text)?.[1] ?? ''
  return commonNames.test(home) ? '' : home.toLowerCase()
}

/** Reads machines. Holds what it made of system prompts and user agents, bounded: one per thread, answers do not depend on it. */
export class MachineReader {
  private readonly prompts = new Map<bigint, Described>()
  private readonly agents = new Map<string, number>()

  /** `system` is the hash of the system prompt, `promptText` what the user newly says. O(text not seen before). */
  read(hash: KeyedHash, { client, conversation }: MachineSource, system: bigint, promptText: string): Machine {
    const inSystem = system === 0n ? nothing : this.describeSystem(system, conversation.system)
    const last = conversation.turns.findLast(isAnswer)
    // Tools describe the machine where a conversation begins; what people say later would be read in vain.
    const inPrompt = last === undefined ? describe(promptText.slice(0, textReadMax)) : nothing
    const home = inSystem.home || inPrompt.home || homeInCalls(last, conversation.answers)
    return {
      claimedSystem: this.claimed(client),
      describedSystem: inSystem.system || inPrompt.system,
      claimedLanguage: claimedLanguage(client),
      home: home === '' ? 0n : hash.text(Domain.environment, `home ${home}`),
    }
  }

  private describeSystem(system: bigint, text: string): Described {
    let known = this.prompts.get(system)
    if (known === undefined) {
      if (this.prompts.size >= knownMax) this.prompts.clear()
      this.prompts.set(system, (known = describe(text)))
    }
    return known
  }

  private claimed(client: Client | undefined): number {
    const text = headerOf(client, 'x-stainless-os') ?? client?.userAgent
    if (text === undefined) return 0
    let known = this.agents.get(text)
    if (known === undefined) {
      if (this.agents.size >= knownMax) this.agents.clear()
      this.agents.set(text, (known = systemIn(text)))
    }
    return known
  }
}

function headerOf(client: Client | undefined, name: string): string | undefined {
  // By index, since taking pairs apart costs more here than all else.
  for (const header of client?.headers ?? none) if (header[0] === name) return header[1]
  return undefined
}

const none: NonNullable<Client['headers']> = []

function claimedLanguage(client: Client | undefined): number {
  const header = headerOf(client, 'accept-language')
  if (header === undefined) return 0
  const code = /^[a-z]{2}/i.exec(header)?.[0].toLowerCase() ?? ''
  return code === '' ? 0 : Math.max(0, (languages as readonly string[]).indexOf(code))
}

/** What a machine is read from. */
export interface MachineSource {
  readonly client?: Client
  readonly conversation: Conversation
}

const isAnswer = ({ role }: Turn): boolean => role === 'assistant'

function homeInCalls(last: Turn | undefined, answers: readonly Turn[]): string {
  for (const turn of last === undefined ? answers : [last, ...answers])
    for (const part of turn.parts) {
      if (part.kind !== 'tool-call') continue
      const home = homeIn(part.arguments.slice(0, argumentsReadMax))
      if (home !== '') return home
    }
  return ''
}
