/** Tells from records alone which of them belong to one conversation, whoever sent them. */
import type { Json, JsonObject, RecordLine } from '../line.ts'

/** Records of one conversation, in order. */
export type Talk = readonly RecordLine[]

interface Running {
  readonly records: RecordLine[]
  /** The full hash of the last request, and whether it was answered. */
  lastHash: string
  isAnswered: boolean
  answer: string
}

const answerLetters = 60
const openingLetters = 40
const openingHoursMax = 6

/**
 * Cuts records, in order of time, into conversations. A record goes on with the conversation whose whole request begins
 * its own (or whose response it names), or repeats one that failed; where a client edited its history, with the last
 * conversation of the past six hours that began with the same words. The same words sent again after an answer begin a
 * new one. O(bytes).
 */
export function conversationsOf(records: readonly RecordLine[]): readonly Talk[] {
  const talks: Running[] = []
  const byHash = new Map<string, Running[]>()
  const byResponse = new Map<string, Running>()
  const byOpening = new Map<string, Running>()
  for (const record of records) {
    const items = itemsOf(record.request)
    const hashes = prefixHashes(systemOf(record.request), items)
    const full = hashes.at(-1) ?? ''
    const opening = `${record.dialect} ${textOf(items[0] ?? '').slice(0, openingLetters)}`
    const talk =
      byResponse.get(String(record.request['previous_response_id'] ?? '')) ??
      continued(hashes, items, byHash) ??
      (items.some(isAnswer) ? recent(byOpening.get(opening), record) : undefined) ??
      begin(talks)
    talk.records.push(record)
    talk.lastHash = full
    talk.isAnswered = record.status === 200
    talk.answer = talk.isAnswered ? JSON.stringify(textOf(answerOf(record))).slice(1, answerLetters) : ''
    byHash.set(full, [talk, ...(byHash.get(full) ?? []).filter((known) => known !== talk)])
    byOpening.set(opening, talk)
    const id = record.response?.['id']
    if (typeof id === 'string') byResponse.set(id, talk)
  }
  return talks.map((talk) => talk.records)
}

function begin(talks: Running[]): Running {
  const talk: Running = { records: [], lastHash: '', isAnswered: false, answer: '' }
  talks.push(talk)
  return talk
}

function recent(talk: Running | undefined, { ts }: RecordLine): Running | undefined {
  const last = talk?.records.at(-1)
  return last !== undefined && Date.parse(ts) - Date.parse(last.ts) < openingHoursMax * 3_600_000 ? talk : undefined
}

/** The conversation that ends where the request begins something new, or where it is a failed one tried again. */
function continued(
  hashes: readonly string[],
  items: readonly Json[],
  byHash: ReadonlyMap<string, readonly Running[]>,
): Running | undefined {
  for (let length = hashes.length; length > 0; length -= 1) {
    const hash = hashes[length - 1] ?? ''
    const known = (byHash.get(hash) ?? []).filter((talk) => talk.lastHash === hash)
    if (length === hashes.length) {
      const failed = known.find((talk) => !talk.isAnswered)
      if (failed !== undefined) return failed
      continue
    }
    const next = JSON.stringify(items.slice(length, length + 2))
    const found = known.find((talk) => talk.isAnswered && next.includes(talk.answer)) ?? known[0]
    if (found !== undefined) return found
  }
  return undefined
}

function itemsOf(request: JsonObject): readonly Json[] {
  const items = request['messages'] ?? request['input'] ?? []
  return Array.isArray(items) ? (items as readonly Json[]) : [items]
}

function systemOf(request: JsonObject): string {
  return JSON.stringify([request['system'] ?? null, request['instructions'] ?? null])
}

function isAnswer(item: Json): boolean {
  const { role, type } = item as JsonObject
  return role === 'assistant' || type === 'function_call' || type === 'reasoning'
}

function answerOf({ response = {} }: RecordLine): Json {
  return response['content'] ?? response['output'] ?? response['choices'] ?? ''
}

/** All words in it, in order, without names and ids. */
function textOf(value: Json): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map((item) => textOf(item as Json)).join('')
  if (typeof value !== 'object' || value === null) return ''
  const { content, text, message } = value as JsonObject
  return textOf(content ?? text ?? message ?? '')
}

/** Hash of the first item, of the first two, and so on. */
function prefixHashes(seed: string, items: readonly Json[]): string[] {
  let hash = stir(0, seed)
  return items.map((item, index) => {
    hash = stir(hash, JSON.stringify(item))
    return `${index} ${hash}`
  })
}

/** A hash of 53 bits of the text, chained to another (cyrb53, bryc, public domain). */
function stir(before: number, text: string): number {
  let high = 0xdeadbeef ^ before
  let low = 0x41c6ce57 ^ Math.floor(before / 2 ** 32)
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    high = Math.imul(high ^ unit, 2654435761)
    low = Math.imul(low ^ unit, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return 4294967296 * (2097151 & low) + (high >>> 0)
}
