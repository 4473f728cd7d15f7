/** Reads records and registry lines into {@link Traffic}, one at a time: no text is kept. */
import { addressPrefix, canonicalAddress, Words } from '@stillhunt/core/fingerprint'
import {
  type Account,
  type Conversation,
  type Interaction,
  parseAccount,
  parseRecord,
} from '@stillhunt/core/interaction'
import { Embedder, embeddingDimensions } from './embedding.ts'
import { absent, type AccountFacts, type Calls, type ObjectKind, objectKinds, type Traffic } from './traffic.ts'

const plans = ['free', 'payg', 'team', 'enterprise']
const tiers = ['none', 'email', 'phone', 'payment', 'person', 'organization', 'contract']
const openingWords = 8
const scalars = ['timeMs', 'status', 'inputTokens', 'outputTokens', 'answerLength', 'isHosted'] as const

/** Gathers a world line by line. Lines that cannot be read, and records seen before, are passed over. */
export class TrafficReader {
  private readonly accountNumbers = new Map<string, number>()
  private readonly names: string[] = []
  private readonly orgs = new Map<string, string>()
  private readonly registry = new Map<string, Account>()
  private readonly seen = new Set<number>()
  private readonly numbers = new Map<number, number>()
  private readonly embedder = new Embedder()
  private readonly words = new Words()
  private embedding = new Float32Array(1024 * embeddingDimensions)
  private readonly account: number[] = []
  private readonly order: number[] = []
  private readonly columns = Object.fromEntries(scalars.map((name) => [name, [] as number[]])) as Record<
    (typeof scalars)[number],
    number[]
  >
  private readonly objects = Object.fromEntries(objectKinds.map((kind) => [kind, [] as number[]])) as Record<
    ObjectKind,
    number[]
  >

  /** Takes one line of the logs. */
  addRecord(line: string): void {
    const parsed = parseRecord(line)
    if (!parsed.ok) return
    const identity = hashText(parsed.value.id)
    if (this.seen.has(identity)) return
    this.seen.add(identity)
    this.order.push(identity)
    this.addCall(parsed.value)
  }

  /** Takes one line of the registry; of two lines for one account the later one holds. */
  addAccount(line: string): void {
    const parsed = parseAccount(line)
    if (parsed.ok) this.registry.set(parsed.value.account, parsed.value)
  }

  private addCall(call: Interaction): void {
    const { account, org, client, usage, conversation } = call
    if (org !== undefined) this.orgs.set(account, org)
    this.account.push(this.numberOfAccount(account))
    const { columns } = this
    columns.timeMs.push(call.timeMs)
    columns.status.push(call.status)
    columns.inputTokens.push(usage?.inputTokens ?? 0)
    columns.outputTokens.push(usage?.outputTokens ?? 0)
    columns.answerLength.push(lengthOf(conversation.answers))
    columns.isHosted.push(client?.asType === 'hosting' || client?.asType === 'vpn' ? 1 : 0)
    const input = newInput(conversation)
    this.addObject('address', client?.ip === undefined ? '' : canonicalAddress(client.ip))
    this.addObject('network', client?.ip === undefined ? '' : addressPrefix(client.ip))
    this.addObject('client', [client?.ja4, client?.userAgent].filter((part) => part !== undefined).join(' '))
    this.addObject('system', conversation.system)
    this.addObject('tools', conversation.tools.map(({ name }) => name).join('\n'))
    this.addObject('opening', this.openingOf(input))
    this.addObject('prompt', input)
    this.addEmbedding(input)
  }

  private numberOfAccount(name: string): number {
    const known = this.accountNumbers.get(name)
    if (known !== undefined) return known
    this.accountNumbers.set(name, this.names.length)
    return this.names.push(name) - 1
  }

  private addObject(kind: ObjectKind, value: string): void {
    this.objects[kind].push(value === '' ? absent : this.numberOf(kind, value))
  }

  private numberOf(kind: ObjectKind | 'payment', value: string): number {
    const hash = hashText(`${kind} ${value}`)
    const known = this.numbers.get(hash)
    if (known !== undefined) return known
    this.numbers.set(hash, this.numbers.size)
    return this.numbers.size - 1
  }

  /** The first words, where a template mostly has no slot yet; empty for texts that are hardly longer. */
  private openingOf(input: string): string {
    this.words.clear()
    this.words.add(input.slice(0, 1024))
    if (this.words.count <= openingWords) return ''
    return this.words.masked.subarray(0, openingWords).join(' ')
  }

  private addEmbedding(input: string): void {
    const at = (this.account.length - 1) * embeddingDimensions
    if (at + embeddingDimensions > this.embedding.length) {
      const grown = new Float32Array(this.embedding.length * 2)
      grown.set(this.embedding)
      this.embedding = grown
    }
    this.embedder.embed(input, this.embedding, at)
  }

  /** The world, the same whatever order the lines came in. */
  finish(): Traffic {
    const byName = this.names.map((_, index) => index).sort((a, b) => (this.names[a]! < this.names[b]! ? -1 : 1))
    const rankOf = new Int32Array(byName.length)
    for (const [rank, index] of byName.entries()) rankOf[index] = rank
    const account = Int32Array.from(this.account, (index) => rankOf[index]!)
    const { timeMs } = this.columns
    const rows = [...account.keys()].sort(
      (a, b) => account[a]! - account[b]! || timeMs[a]! - timeMs[b]! || this.order[a]! - this.order[b]!,
    )
    const start = new Int32Array(byName.length + 1)
    for (const index of account) start[index + 1]! += 1
    for (let index = 0; index < byName.length; index += 1) start[index + 1]! += start[index]!
    const names = byName.map((index) => this.names[index]!)
    return {
      accounts: names.map((name) => factsOf(name, this.registry.get(name))),
      party: this.parties(names),
      payment: Int32Array.from(names, (name) => {
        const payment = this.registry.get(name)?.payment ?? ''
        return payment === '' ? absent : this.numberOf('payment', payment)
      }),
      start,
      calls: this.callsInOrder(rows, account),
    }
  }

  private parties(names: readonly string[]): Int32Array {
    const first = new Map<string, number>()
    return Int32Array.from(names, (name, index) => {
      const org = this.registry.get(name)?.org ?? this.orgs.get(name)
      if (org === undefined) return index
      if (!first.has(org)) first.set(org, index)
      return first.get(org)!
    })
  }

  private callsInOrder(rows: readonly number[], account: Int32Array): Calls {
    const { columns } = this
    const pick = (column: readonly number[]): Float64Array => Float64Array.from(rows, (row) => column[row]!)
    const embedding = new Float32Array(rows.length * embeddingDimensions)
    for (const [at, row] of rows.entries()) {
      const from = row * embeddingDimensions
      embedding.set(this.embedding.subarray(from, from + embeddingDimensions), at * embeddingDimensions)
    }
    // Numbered anew in the order of the rows: until here the order of the lines shows.
    const fresh = new Map<number, number>([[absent, absent]])
    const renumber = (number: number): number => {
      if (!fresh.has(number)) fresh.set(number, fresh.size - 1)
      return fresh.get(number)!
    }
    const objects = objectKinds.map(
      (kind) => [kind, Int32Array.from(rows, (row) => renumber(this.objects[kind][row]!))] as const,
    )
    return {
      count: rows.length,
      account: Int32Array.from(rows, (row) => account[row]!),
      timeMs: pick(columns.timeMs),
      status: Int32Array.from(pick(columns.status)),
      inputTokens: pick(columns.inputTokens),
      outputTokens: pick(columns.outputTokens),
      answerLength: pick(columns.answerLength),
      isHosted: Uint8Array.from(pick(columns.isHosted)),
      objects: Object.fromEntries(objects) as Record<ObjectKind, Int32Array>,
      embedding,
    }
  }
}

function factsOf(name: string, account: Account | undefined): AccountFacts {
  return {
    name,
    isReseller: account?.reseller === true,
    plan: plans.indexOf(account?.plan ?? ''),
    tier: tiers.indexOf(account?.tier ?? ''),
    createdMs: account?.createdMs ?? null,
  }
}

function lengthOf(turns: Conversation['answers']): number {
  let length = 0
  for (const { parts } of turns) for (const part of parts) if (part.kind === 'text') length += part.text.length
  return length
}

/** What the request says that no request before it said: everything after the model's last answer. */
function newInput({ turns }: Conversation): string {
  const last = turns.findLastIndex(({ role }) => role === 'assistant')
  const texts = turns
    .slice(last + 1)
    .flatMap(({ parts }) => parts)
    .map((part) => (part.kind === 'text' || part.kind === 'tool-result' ? part.text : ''))
  return texts.join('\n')
}

/** 53 bits of a text, as an exact number; texts that differ are taken for different. */
function hashText(text: string): number {
  let low = 0x811c9dc5 | 0
  let high = 0x41c6ce57 | 0
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    low = Math.imul(low ^ unit, 0x01000193)
    high = Math.imul(high ^ unit, 0x5f356495)
    high ^= high >>> 15
  }
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ high
  high = Math.imul(high ^ (high >>> 13), 0xc2b2ae35) ^ (low >>> 9)
  return (high & 0x1fffff) * 4294967296 + (low >>> 0)
}
