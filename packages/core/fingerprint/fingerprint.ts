/**
 * The fingerprint of an interaction: all that is kept of it. Keyed hashes and sketches, counts and flags; no text.
 */
import type { Conversation, Interaction, Turn } from '../interaction.ts'
import { artefacts } from './artefact.ts'
import { type Capability, judgeCapability } from './capability.ts'
import { Chain, readChain } from './chain.ts'
import { type ClientFingerprint, fingerprintClient } from './client.ts'
import { type ClientVersion, ClientVersionReader } from './client-version.ts'
import { environments } from './environment.ts'
import { HashList } from './hash-list.ts'
import { Domain, KeyedHash } from './keyed-hash.ts'
import { languageOf } from './language.ts'
import { type Machine, MachineReader } from './machine.ts'
import { minhash, minhashBins } from './minhash.ts'
import { segments, skeleton } from './segment.ts'
import { winnow, winnowsMax } from './winnow.ts'
import { Words } from './words.ts'

/** Tokens kept per record on either side; the newest are kept, since a conversation hands those over. */
export const tokensMax = 128

/** What is kept of one interaction. 0n is "absent". One object is reused: read it before the next {@link Fingerprinter.read}. */
export interface Fingerprint {
  readonly record: bigint
  readonly account: bigint
  readonly org: bigint
  readonly chain: Chain
  readonly system: bigint
  readonly toolset: bigint
  readonly parameters: bigint
  readonly endUser: bigint
  readonly minted: HashList
  readonly presented: HashList
  readonly skeleton: bigint
  readonly segments: HashList
  readonly environments: HashList
  /** Words of what the user newly asks, and of the answers. */
  readonly promptWords: number
  readonly answerWords: number
  readonly skeletonMinhash: Uint32Array
  readonly textMinhash: Uint32Array
  /** Winnowed fingerprints of what came in newly and of what went out. */
  readonly input: Uint32Array
  readonly output: Uint32Array
  readonly capability: Capability
  readonly client: ClientFingerprint
  readonly clientVersion: ClientVersion
  readonly machine: Machine
  /** Index in {@link languages} of what the user newly asks in. */
  readonly language: number
  /** What is hidden in words of the system prompt and of what the user newly asks. */
  readonly artefacts: HashList
}

/** Makes fingerprints under one secret. Holds buffers: one per thread. Equal interactions give equal fingerprints. */
export class Fingerprinter {
  readonly hash: KeyedHash
  private readonly prompt = new Words()
  private readonly answer = new Words()
  private readonly chain = new Chain()
  private readonly minted = new HashList()
  private readonly presented = new HashList()
  private readonly segments = new HashList()
  private readonly environments = new HashList()
  private readonly artefacts = new HashList()
  private readonly versions = new ClientVersionReader()
  private readonly machines = new MachineReader()
  private readonly skeletonMinhash = new Uint32Array(minhashBins)
  private readonly textMinhash = new Uint32Array(minhashBins)
  private readonly input = new Uint32Array(winnowsMax)
  private readonly output = new Uint32Array(winnowsMax)

  /** `secret`: see KeyedHash. */
  constructor(secret: Uint8Array) {
    this.hash = new KeyedHash(secret)
  }

  /** The fingerprint of `interaction`. Never throws; O(text of the request and the answers). */
  read(interaction: Interaction): Fingerprint {
    const { hash, prompt, answer } = this
    const { conversation } = interaction
    const system = conversation.system === '' ? 0n : hash.text(Domain.system, conversation.system)
    readChain(hash, conversation, system, this.chain)
    this.readTokens(conversation.minted, this.minted)
    this.readTokens(conversation.presented, this.presented)
    const promptText = this.readPrompt(conversation)
    this.segments.clear()
    segments(hash, prompt, this.segments)
    let skeletonHash = 0n
    if (prompt.count > 0) {
      skeleton(hash, prompt)
      skeletonHash = hash.value()
    }
    minhash(hash, prompt.hash, prompt.count, this.textMinhash)
    minhash(hash, prompt.masked, Math.min(prompt.count, skeletonWords), this.skeletonMinhash)
    const promptWords = prompt.count
    const language = languageOf(prompt, promptText)
    this.artefacts.clear()
    artefacts(hash, conversation.system, this.artefacts)
    artefacts(hash, promptText, this.artefacts)
    answer.clear()
    for (const turn of conversation.answers) addTexts(answer, turn)
    const capability = judgeCapability(conversation, prompt, promptText, answer)
    const output = winnow(hash, answer.hash, answer.count, this.output)
    this.addToolResults(conversation)
    const input = winnow(hash, prompt.hash, prompt.count, this.input)
    this.environments.clear()
    environments(hash, conversation, this.environments)
    return {
      record: hash.text(Domain.record, interaction.id),
      account: hash.text(Domain.account, interaction.account),
      org: interaction.org === undefined ? 0n : hash.text(Domain.org, interaction.org),
      chain: this.chain,
      system,
      toolset: this.readToolset(conversation),
      parameters: this.readParameters(conversation),
      endUser: this.readEndUser(interaction),
      minted: this.minted,
      presented: this.presented,
      skeleton: skeletonHash,
      segments: this.segments,
      environments: this.environments,
      promptWords,
      answerWords: answer.count,
      skeletonMinhash: this.skeletonMinhash,
      textMinhash: this.textMinhash,
      input: this.input.subarray(0, input),
      output: this.output.subarray(0, output),
      capability,
      client: fingerprintClient(hash, interaction.client),
      clientVersion: this.versions.read(hash, interaction.client),
      machine: this.machines.read(hash, interaction, system, promptText),
      language,
      artefacts: this.artefacts,
    }
  }

  private readTokens(tokens: readonly string[], into: HashList): void {
    into.clear()
    for (let i = Math.max(0, tokens.length - tokensMax); i < tokens.length; i += 1) {
      const fold = this.hash.begin()
      this.hash.addText(fold, tokens[i]!)
      this.hash.finish(Domain.token, fold)
      into.push(this.hash.low, this.hash.high)
    }
  }

  /** Reads the user's text after the last assistant turn into `prompt` and returns it. */
  private readPrompt(conversation: Conversation): string {
    this.prompt.clear()
    let text = ''
    for (const turn of newTurns(conversation)) {
      if (turn.role !== 'user') continue
      for (const part of turn.parts) {
        if (part.kind !== 'text') continue
        this.prompt.add(part.text)
        text = text === '' ? part.text : `${text}\n${part.text}`
      }
    }
    return text
  }

  private addToolResults(conversation: Conversation): void {
    for (const turn of newTurns(conversation))
      for (const part of turn.parts) if (part.kind === 'tool-result') this.prompt.add(part.text)
  }

  private readToolset(conversation: Conversation): bigint {
    if (conversation.tools.length === 0) return 0n
    const tools = conversation.tools.map((tool) => `${tool.name} ${JSON.stringify(tool.schema) ?? ''}`).sort()
    return this.hash.text(Domain.toolset, tools.join('\n'))
  }

  private readParameters(conversation: Conversation): bigint {
    const fold = this.hash.begin()
    for (const [name, value] of conversation.parameters) {
      this.hash.addText(fold, name)
      this.hash.addWord(fold, 1)
      this.hash.addText(fold, value)
      this.hash.addWord(fold, 2)
    }
    this.hash.finish(Domain.parameters, fold)
    return this.hash.value()
  }

  private readEndUser(interaction: Interaction): bigint {
    const endUser = interaction.client?.endUser ?? interaction.conversation.endUser
    return endUser === undefined ? 0n : this.hash.text(Domain.identity, endUser)
  }
}

/** The skeleton's sketch reads a prompt's beginning, where templates speak. */
const skeletonWords = 48

/** The turns after the last assistant turn: what this request adds to the conversation. */
function newTurns(conversation: Conversation): readonly Turn[] {
  const { turns } = conversation
  return turns.slice(turns.findLastIndex((turn) => turn.role === 'assistant') + 1)
}

function addTexts(words: Words, turn: Turn): void {
  for (const part of turn.parts) if (part.kind === 'text') words.add(part.text)
}
