/** What is taken out of answers that are served to whom they might be distilled by. */
import type { StreamEvent } from './answer-stream.ts'
import { isEndMarker, parseEventData } from './event-data.ts'
import { compactJson, objectOf, textOf, type JsonObject } from './json-value.ts'

/** What is to be taken out. Neither changes what an answer says or does. */
export interface Hardening {
  /** Log-probabilities of tokens. */
  readonly stripsLogprobs: boolean
  /** Readable reasoning. What signs or encrypts it stays, so that a conversation can go on. */
  readonly dropsReasoning: boolean
}

/**
 * What is served in place of an event: another one, none, or the same, whose bytes then need not be touched. None, too,
 * for what is `unreadable`: what is no JSON object may be anything.
 */
export type HardenedEvent = StreamEvent | 'drop' | 'unreadable' | 'same'

/** Hardens the events of one stream, in their order. Never throws. */
export type EventHardener = (event: StreamEvent) => HardenedEvent

/** The event in place of one with this JSON: the same object when nothing is to be changed, undefined for none. */
export type JsonHardener = (value: JsonObject, type: string) => JsonObject | undefined

/** What an event can only have to be changed for where a text is found in it that `nothing` does not follow. */
export interface Trace {
  readonly text: string
  readonly nothing?: string
}

/**
 * A hardener that leaves events the same that have none of the traces, nor an escape in place of a letter, and so those
 * without data and the end marker. An event that is changed is written anew as compact JSON; numbers that no double holds
 * are rounded. `type` is the event's own, else its name. Without traces there is nothing to be taken out, of anything.
 */
export function hardenerOf(traces: readonly Trace[], harden: JsonHardener): EventHardener {
  if (traces.length === 0) return leaveAll
  return (event) => {
    const { data } = event
    if (data.trim() === '' || isEndMarker(data)) return 'same'
    const value = parseEventData(data)
    if (value === undefined) return 'unreadable'
    if (!traces.some((trace) => isIn(data, trace)) && !hasLetterEscape(data)) return 'same'
    const hardened = harden(value, textOf(value['type']) || (event.event ?? ''))
    if (hardened === undefined) return 'drop'
    return hardened === value ? 'same' : { event: event.event, data: compactJson(hardened) }
  }
}

/** Searches for plain texts: one regular expression for all takes five times as long. */
function isIn(data: string, { text, nothing }: Trace): boolean {
  if (nothing === undefined) return data.includes(text)
  let at = data.indexOf(text)
  while (at !== -1 && data.startsWith(nothing, at + text.length)) at = data.indexOf(text, at + text.length)
  return at !== -1
}

function hasLetterEscape(data: string): boolean {
  return data.includes('\\u00') && /\\u00[4-7]/.test(data)
}

/** A hardener that changes nothing. */
export const leaveAll: EventHardener = () => 'same'

/** The object with another value for a member, itself when it has that value. */
export function withMember(object: JsonObject, name: string, value: unknown): JsonObject {
  return object[name] === value ? object : { ...object, [name]: value }
}

/** The object with null in place of a member that is neither null nor absent, itself otherwise. */
export function withNull(object: JsonObject, name: string): JsonObject {
  return (object[name] ?? null) === null ? object : { ...object, [name]: null }
}

/** The object with a member changed when it is an object, or with each object in it when it is a list. */
export function withChanged(object: JsonObject, name: string, change: (value: JsonObject) => JsonObject): JsonObject {
  return withMember(object, name, changed(object[name], change))
}

function changed(value: unknown, change: (value: JsonObject) => JsonObject): unknown {
  if (!Array.isArray(value)) {
    const object = objectOf(value)
    return object === undefined ? value : change(object)
  }
  const elements: readonly unknown[] = value
  const list = elements.map((element) => (Array.isArray(element) ? element : changed(element, change)))
  return list.every((element, at) => element === elements[at]) ? value : list
}

/** The object without members of these names, itself when it has none. */
export function without(object: JsonObject, names: readonly string[]): JsonObject {
  if (!names.some((name) => Object.hasOwn(object, name))) return object
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)))
}
