/**
 * What is kept of a body that is longer than its record: what the model was asked first, other members as far as there is
 * room. A member that no model reads must not push out those that it does.
 */
import { readMembers } from '@stillhunt/core/interaction'
import type { JsonObject } from './content-rule.ts'

/** Members that say what was asked, or what was answered, and of whom. */
const askedNames =
  'model messages input prompt system instructions tools choices output content role type id object stream user metadata'.split(
    ' ',
  )
const asked: ReadonlySet<string> = new Set(askedNames)

/** How far texts, lists and objects are cut. */
interface Bounds {
  readonly textCharsMax: number
  readonly elementsMax: number
}

const whole: Bounds = { textCharsMax: Infinity, elementsMax: Infinity }
const nothing: Bounds = { textCharsMax: 0, elementsMax: 0 }
const wide: Bounds = { textCharsMax: 16_384, elementsMax: 16_384 }
const middle: Bounds = { textCharsMax: 1024, elementsMax: 1024 }
const few: Bounds = { textCharsMax: 1024, elementsMax: 256 }
const narrow: Bounds = { textCharsMax: 64, elementsMax: 64 }

/** The first of these with which a body fits is how it is kept: for what was asked, and for all else. */
const attempts: readonly (readonly [asked: Bounds, other: Bounds])[] = [
  [wide, wide],
  [whole, narrow],
  [wide, narrow],
  [middle, narrow],
  [few, narrow],
  [narrow, narrow],
  [narrow, nothing],
]

/**
 * The object with texts and lists cut until its JSON has at most `bytesMax` bytes; undefined where nothing helps. Lists lose
 * their middle: what stands first and last in a conversation says most. Recurses as deep as the object.
 */
export function shorten(object: JsonObject, bytesMax: number): string | undefined {
  for (const [ofAsked, ofOther] of attempts) {
    const kept: Record<string, unknown> = Object.create(null) as Record<string, unknown>
    let count = 0
    for (const name in object) {
      const bounds = asked.has(name) ? ofAsked : ofOther
      count += 1
      if (bounds === nothing || (bounds !== whole && count > bounds.elementsMax)) continue
      kept[name] = cut(object[name], bounds)
    }
    const json = JSON.stringify(kept)
    // A character has at least one byte: what is too long by characters need not be encoded to be seen to be.
    if (json.length <= bytesMax && Buffer.byteLength(json) <= bytesMax) return json
  }
  return undefined
}

function cut(value: unknown, bounds: Bounds): unknown {
  const { textCharsMax, elementsMax } = bounds
  if (bounds === whole || value === null) return value
  if (typeof value === 'string') return value.length > textCharsMax ? `${value.slice(0, textCharsMax)}…` : value
  if (typeof value !== 'object') return value
  if (Array.isArray(value)) {
    const half = Math.floor(elementsMax / 2)
    const kept = value.length > elementsMax ? [...value.slice(0, half), ...value.slice(-half)] : value
    return kept.map((element) => cut(element, bounds))
  }
  const kept: Record<string, unknown> = Object.create(null) as Record<string, unknown>
  let count = 0
  for (const name in value) {
    if ((count += 1) > elementsMax) break
    kept[name] = cut((value as JsonObject)[name], bounds)
  }
  return kept
}

/** `JSON.parse` and all that comes after it spend 100 ns and more on a value; no honest body has so many. */
const valuesMax = 1_000_000

/**
 * Whether bytes have more brackets and commas than an honest body. Looks at texts as well: a few too many are counted, none
 * too few. 1 ns for each byte.
 */
export function hasManyValues(bytes: Uint8Array): boolean {
  let count = 0
  // `[` and `{` are the bytes that are 0x5b but for one bit.
  for (let at = 0; at < bytes.length; at += 1) if ((bytes[at]! & 0xdf) === 0x5b || bytes[at] === 0x2c) count += 1
  return count > valuesMax
}

/**
 * Of a body that has too many values to be parsed, the members that say what was asked, without those that have too many
 * themselves. Undefined where nothing is left, or the bytes are no object of at most `levelsMax` levels.
 */
export function readAsked(bytes: Uint8Array, levelsMax: number): JsonObject | undefined {
  const found = readMembers(bytes, askedNames, levelsMax)
  if (!found.ok) return undefined
  const kept: Record<string, unknown> = {}
  for (const { name, valueStart, end } of found.members) {
    const value = bytes.subarray(valueStart, end)
    if (!hasManyValues(value)) kept[name] = JSON.parse(Buffer.from(value).toString('utf8'))
  }
  return Object.keys(kept).length === 0 ? undefined : kept
}
