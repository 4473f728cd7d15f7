import { AnswerAssembly } from '../../answer-assembly.ts'
import type { AnswerStream } from '../../answer-stream.ts'
import { parseEventJson } from '../../event-data.ts'
import { addedUp, indexOf, memberOf, type Assembled } from '../../fragment.ts'
import type { Usage } from '../../interaction.ts'
import { arrayOf, objectOf, textOf, type JsonObject } from '../../json-value.ts'
import { readUsage } from './usage.ts'

/**
 * Adds up the events of a message, blocks by index. A second `message_start`, which proxies that try again put into a
 * stream, begins anew; ids of messages before it stay in the body as `superseded_ids`. Tool input is the JSON value that
 * its fragments make; while they make none, cut by the token limit or broken, it is their text. The end is
 * `message_stop` or an error.
 */
export function openStream(): AnswerStream {
  return new MessageAssembly()
}

/** Most ids of earlier messages that are kept; of more, the first. */
const supersededIdsMax = 64

interface Block {
  readonly members: Assembled
  /** The fragments of the input's JSON. */
  json: string
}

class MessageAssembly extends AnswerAssembly {
  #message: Assembled | undefined
  #blocks = new Map<number, Block>()
  readonly #supersededIds: string[] = []

  get body(): JsonObject | undefined {
    if (this.#message === undefined) return undefined
    const blocks = [...this.#blocks].sort(([one], [other]) => one - other)
    const body: Assembled = { ...this.#message, content: blocks.map(([, block]) => blockBody(block)) }
    if (this.#supersededIds.length > 0) body['superseded_ids'] = [...this.#supersededIds]
    return body
  }

  get usage(): Usage | undefined {
    return this.#message === undefined ? undefined : readUsage(this.#message)
  }

  protected override take(event: JsonObject, type: string): void {
    switch (type) {
      case 'message_start':
        return this.#start(objectOf(event['message']) ?? {})
      case 'content_block_start':
        return this.#startBlock(indexOf(event), objectOf(event['content_block']) ?? {})
      case 'content_block_delta':
        return this.#addDelta(indexOf(event), objectOf(event['delta']) ?? {})
      case 'message_delta':
        return this.#addMessageDelta(event)
      case 'message_stop':
        return this.end()
      case 'error':
        this.fail(event['error'] ?? event)
        return this.end()
      default:
        return undefined
    }
  }

  /** The message, also when a stream has lost its start. */
  #begun(): Assembled {
    this.#message ??= { type: 'message', role: 'assistant' }
    return this.#message
  }

  #start(message: JsonObject): void {
    const before = textOf(this.#message?.['id'])
    const isKnown = before === '' || before === message['id'] || this.#supersededIds.includes(before)
    if (!isKnown && this.#supersededIds.length < supersededIdsMax) this.#supersededIds.push(before)
    this.#message = { ...message }
    this.#blocks = new Map()
    arrayOf(message['content']).forEach((block, index) => this.#startBlock(index, objectOf(block) ?? {}))
    this.end(false)
  }

  #startBlock(index: number, block: JsonObject): void {
    if (this.isTruncated) return
    this.#begun()
    this.#blocks.set(index, { members: { ...block }, json: '' })
  }

  #addDelta(index: number, delta: JsonObject): void {
    if (this.isTruncated) return
    const type = textOf(delta['type'])
    if (!this.#blocks.has(index)) this.#startBlock(index, { type: typeOfDelta.get(type) ?? 'unknown' })
    const block = this.#blocks.get(index)
    if (block !== undefined) addDelta(block, type, delta)
  }

  #addMessageDelta(event: JsonObject): void {
    const message = this.#begun()
    for (const members of [event, objectOf(event['delta']) ?? {}])
      for (const name in members) if (!eventNames.has(name)) message[name] = members[name]
    const usage = objectOf(event['usage'])
    if (usage === undefined) return
    const counts: Assembled = { ...objectOf(message['usage']) }
    // The last value holds, but null is said of counts that have been told before.
    for (const name in usage) if (name !== '__proto__') counts[name] = usage[name] ?? memberOf(counts, name) ?? null
    message['usage'] = counts
  }
}

/** Members of `message_delta` that are not the message's, or not as they are. */
const eventNames: ReadonlySet<string> = new Set(['type', 'delta', 'usage', 'content', '__proto__'])

/** The type of a block whose start is missing. */
const typeOfDelta: ReadonlyMap<string, string> = new Map([
  ['text_delta', 'text'],
  ['citations_delta', 'text'],
  ['thinking_delta', 'thinking'],
  ['signature_delta', 'thinking'],
  ['input_json_delta', 'tool_use'],
])

/** Deltas of types that are not known here, such as `compaction_delta`, add up member by member. */
function addDelta(block: Block, type: string, delta: JsonObject): void {
  const { members } = block
  if (type === 'input_json_delta') block.json += textOf(delta['partial_json'])
  else if (type === 'citations_delta') addCitation(members, delta['citation'])
  else if (type === 'signature_delta') members['signature'] = textOf(delta['signature'])
  else for (const name in delta) if (!eventNames.has(name) || name === 'content') addMember(members, name, delta[name])
}

function addCitation(members: Assembled, citation: unknown): void {
  const before = memberOf(members, 'citations')
  if (Array.isArray(before)) before.push(citation)
  else members['citations'] = [citation]
}

function addMember(members: Assembled, name: string, value: unknown): void {
  members[name] = addedUp(memberOf(members, name), value, name)
}

function blockBody({ members, json }: Block): JsonObject {
  if (json === '') return textOf(members['type']).endsWith('tool_use') ? { input: {}, ...members } : members
  return { ...members, input: parseEventJson(json) ?? json }
}
