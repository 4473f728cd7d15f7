import { isDeeperThan } from './depth.ts'
import { scanJson } from './json-scan.ts'
import { objectOf, type JsonObject } from './json-value.ts'

/** Most levels of arrays and objects in an event. It leaves room for the levels of a record around what the event says. */
const eventLevelsMax = 200

/** Texts from this length on are scanned before they are parsed: `JSON.parse` spends 40 bytes and 130 ns on a bracket. */
const scanFirstCharsMin = 1024 * 1024

/** The JSON value in a text that came in an event or in several; undefined when it is none or nested too deep. */
export function parseEventJson(text: string): unknown {
  if (text.length >= scanFirstCharsMin && scanJson(text, eventLevelsMax) !== 'whole') return undefined
  try {
    const value: unknown = JSON.parse(text)
    // A level takes two brackets, so that nearly every event is spared the walk.
    return text.length > 2 * eventLevelsMax && isDeeperThan(value, eventLevelsMax) ? undefined : value
  } catch {
    return undefined
  }
}

/** The JSON object that an event has as data; undefined when it has none. */
export function parseEventData(data: string): JsonObject | undefined {
  return objectOf(parseEventJson(data))
}

/** Whether an event's data is the end marker that OpenAI's streams have in place of JSON, and some proxies add to others. */
export function isEndMarker(data: string): boolean {
  return data.startsWith('[DONE]') && data.trim() === '[DONE]'
}
