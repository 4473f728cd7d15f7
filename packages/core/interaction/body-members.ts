/** Members of a request body, found and changed in its bytes: what is not asked for stays as the client sent it. */
import { byteOf, skipColonBytes, skipSpaceBytes, skipStringBytes, skipValueBytes, tooDeep } from './json-bytes.ts'
import { broken, unfinished } from './json-scalar.ts'
import { compactJson } from './json-value.ts'

/** Most levels of arrays and objects in a body, its own object being the first. */
export const bodyLevelsMax = 256

/** Where one member of the outermost object stands. Positions are offsets in the body; ends are after the last byte. */
export interface Member {
  readonly name: string
  /** The opening quotation mark of the name. */
  readonly start: number
  readonly valueStart: number
  /** The end of the value, and of the member. */
  readonly end: number
  /** The comma between it and the member before it, between it and the one after it; -1 where there is none. */
  readonly commaBefore: number
  readonly commaAfter: number
}

/** Why bytes are no body whose members can be read. */
export type MemberFault = 'not JSON' | 'not an object' | 'truncated' | 'nested too deep'

/** What was found: the members asked for in the order in which they stand, every occurrence, or why nothing was. */
export type Members =
  | {
      readonly ok: true
      readonly members: readonly Member[]
      /** Members of the object, those that were not asked for and repeated ones too. */
      readonly count: number
      /** The end of the last member's value, or of the opening bracket when there is none. */
      readonly end: number
      /** A name asked for that a member has but for its letters' case: some parsers take it for that member. */
      readonly otherCase?: string
    }
  | { readonly ok: false; readonly reason: MemberFault }

/**
 * Finds members of the outermost object by name without parsing the body. Names must be ASCII; a name that the client
 * wrote with escapes is found as well. A name that occurs twice is found twice: `JSON.parse` lets the last one hold,
 * other parsers the first.
 *
 * The body is a JSON object exactly when `JSON.parse` takes its text for one, except that a UTF-8 byte order mark before
 * it is passed over, that more than `levelsMax` levels are refused, and that bytes which are no UTF-8 are not noticed.
 * What begins like a value that is no object is not looked at further. Costs about 1 ns for a byte.
 */
export function readMembers(bytes: Uint8Array, names: readonly string[], levelsMax: number = bodyLevelsMax): Members {
  const opening = skipSpaceBytes(bytes, hasMark(bytes) ? 3 : 0)
  const first = bytes[opening]
  if (first !== byteOf.openBrace) return fault(first === undefined || !begins.includes(first) ? broken : notAnObject)
  const members: Member[] = []
  let count = 0
  let end = opening + 1
  let otherCase: string | undefined
  let commaBefore = -1
  let at = skipSpaceBytes(bytes, end)
  while (bytes[at] !== byteOf.closeBrace || commaBefore !== -1) {
    const start = at
    if (bytes[start] !== byteOf.quote) return fault(start >= bytes.length ? unfinished : broken)
    const nameEnd = skipStringBytes(bytes, start)
    const valueStart = nameEnd < 0 ? nameEnd : skipColonBytes(bytes, nameEnd)
    end = valueStart < 0 ? valueStart : skipValueBytes(bytes, valueStart, levelsMax - 1)
    if (end < 0) return fault(end)
    const after = skipSpaceBytes(bytes, end)
    const isLast = bytes[after] === byteOf.closeBrace
    if (!isLast && bytes[after] !== byteOf.comma) return fault(after >= bytes.length ? unfinished : broken)
    const commaAfter = isLast ? -1 : after
    const name = nameAt(bytes, start + 1, nameEnd - 1, names)
    if (name !== undefined) members.push({ name, start, valueStart, end, commaBefore, commaAfter })
    else otherCase ??= foldedNameAt(bytes, start + 1, nameEnd - 1, names)
    count++
    commaBefore = commaAfter
    at = isLast ? after : skipSpaceBytes(bytes, after + 1)
  }
  if (skipSpaceBytes(bytes, at + 1) < bytes.length) return fault(broken)
  return otherCase === undefined ? { ok: true, members, count, end } : { ok: true, members, count, end, otherCase }
}

const notAnObject = -4

/** First bytes of values other than objects: `"`, `-`, digits, `[`, `f`, `n`, `t`. */
const begins: readonly number[] = [...'"-0123456789[fnt'].map((letter) => letter.charCodeAt(0))

const faults: ReadonlyMap<number, MemberFault> = new Map([
  [unfinished, 'truncated'],
  [tooDeep, 'nested too deep'],
  [notAnObject, 'not an object'],
])

function fault(outcome: number): Members {
  return { ok: false, reason: faults.get(outcome) ?? 'not JSON' }
}

function hasMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
}

/** The one of the names that stands between two quotation marks, undefined for any other. */
function nameAt(bytes: Uint8Array, start: number, end: number, names: readonly string[]): string | undefined {
  for (const name of names) if (isAt(bytes, start, end, name)) return name
  for (let at = start; at < end; at++) if (bytes[at] === byteOf.backslash) return escapedName(bytes, start, end, names)
  return undefined
}

function isAt(bytes: Uint8Array, start: number, end: number, name: string): boolean {
  if (name.length !== end - start) return false
  for (let at = 0; at < name.length; at++) if (bytes[start + at] !== name.charCodeAt(at)) return false
  return true
}

/** Bytes of the longest escape of an ASCII character, `\u006d`. */
const escapeBytesMax = 6

function escapedName(bytes: Uint8Array, start: number, end: number, names: readonly string[]): string | undefined {
  const namesMax = names.reduce((most, name) => Math.max(most, name.length), 0)
  if (end - start > namesMax * escapeBytesMax) return undefined
  // Bytes of other alphabets become letters that no ASCII name has.
  const text: unknown = JSON.parse(`"${String.fromCharCode(...bytes.subarray(start, end))}"`)
  return names.find((name) => name === text)
}

/** The one of the names that stands there in letters of another case. */
function foldedNameAt(bytes: Uint8Array, start: number, end: number, names: readonly string[]): string | undefined {
  let isPlain = true
  for (let at = start; at < end && isPlain; at++) isPlain = bytes[at]! < 0x80 && bytes[at] !== byteOf.backslash
  if (!isPlain) return unicodeFoldedName(bytes, start, end, names)
  for (const name of names) if (isFoldedAt(bytes, start, end, name)) return name
  return undefined
}

function unicodeFoldedName(
  bytes: Uint8Array,
  start: number,
  end: number,
  names: readonly string[],
): string | undefined {
  const namesMax = names.reduce((most, name) => Math.max(most, name.length), 0)
  if (end - start > namesMax * escapeBytesMax) return undefined
  // Two letters of other alphabets have an ASCII letter as their other case; these are their bytes.
  const raw = String.fromCharCode(...bytes.subarray(start, end))
    .replace(/\u00c5\u00bf/g, 's')
    .replace(/\u00e2\u0084\u00aa/g, 'k')
  const text = String(JSON.parse(`"${raw}"`))
  const folded = text.toUpperCase().toLowerCase()
  return names.find((name) => name === folded)
}

function isFoldedAt(bytes: Uint8Array, start: number, end: number, name: string): boolean {
  if (name.length !== end - start) return false
  for (let at = 0; at < name.length; at++) {
    const letter = bytes[start + at]!
    if ((letter >= 0x41 && letter <= 0x5a ? letter | 0x20 : letter) !== name.charCodeAt(at)) return false
  }
  return true
}

/** One change of a body: a member taken out, its value replaced by a JSON value, or a member added at the end. */
export type MemberEdit =
  | { readonly remove: Member }
  | { readonly replace: Member; readonly value: unknown }
  | { readonly add: string; readonly value: unknown }

/**
 * The body with the edits made and every other byte as it was, but for the comma of a member that was removed and white
 * space beside it. `found` must be what {@link readMembers} said of the same bytes. Of several edits of one member the
 * last holds. What is put in is compact JSON in ASCII; a value that is none, such as undefined, becomes null.
 */
export function editMembers(
  bytes: Uint8Array,
  found: Members & { readonly ok: true },
  edits: readonly MemberEdit[],
): Uint8Array {
  const removed = new Set<Member>()
  const replaced = new Map<Member, string>()
  for (const edit of edits) {
    if ('remove' in edit) removed.add(edit.remove)
    if ('replace' in edit) replaced.set(edit.replace, asciiJson(edit.value))
    if ('replace' in edit) removed.delete(edit.replace)
  }
  const splices = removals(bytes, removed)
  for (const [member, text] of replaced)
    if (!removed.has(member)) splices.push({ from: member.valueStart, to: member.end, text })
  let left = found.count - removed.size
  for (const edit of edits)
    if ('add' in edit)
      splices.push({
        from: found.end,
        to: found.end,
        text: `${left++ > 0 ? ',' : ''}${asciiJson(edit.add)}:${asciiJson(edit.value)}`,
      })
  return splice(
    bytes,
    splices.sort((one, other) => one.from - other.from || one.to - other.to),
  )
}

/** Bytes to be replaced by an ASCII text. */
interface Splice {
  readonly from: number
  readonly to: number
  readonly text: string
}

/** A member goes with the comma after it; those at the end, which have none left after them, with the one before. */
function removals(bytes: Uint8Array, removed: ReadonlySet<Member>): Splice[] {
  let endComma = -1
  return [...removed]
    .sort((one, other) => other.start - one.start)
    .map(({ start, end, commaBefore, commaAfter }) => {
      if (commaAfter !== endComma) return { from: start, to: skipSpaceBytes(bytes, commaAfter + 1), text: '' }
      endComma = commaBefore
      return { from: commaBefore === -1 ? start : commaBefore, to: end, text: '' }
    })
}

function splice(bytes: Uint8Array, splices: readonly Splice[]): Uint8Array {
  const length = splices.reduce((sum, { from, to, text }) => sum + text.length - (to - from), bytes.length)
  const edited = new Uint8Array(length)
  let read = 0
  let written = 0
  for (const { from, to, text } of splices) {
    edited.set(bytes.subarray(read, from), written)
    written += from - read
    for (let at = 0; at < text.length; at++) edited[written++] = text.charCodeAt(at)
    read = to
  }
  edited.set(bytes.subarray(read), written)
  return edited
}

function asciiJson(value: unknown): string {
  const text = compactJson(value) || 'null'
  return text.replace(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
