/**
 * JSON in bytes, walked over without reading it: from where a value begins to the position after it, or a negative
 * outcome. The grammar is RFC 8259's in full. UTF-8 is not looked at: bytes from 0x80 on are letters of a string, and
 * nothing elsewhere. Work is proportional to the bytes passed, about 1 ns each; nothing recurses.
 */
import { broken, unfinished } from './json-scalar.ts'

/** Outcome of a step that met more levels than are allowed. */
export const tooDeep = -3

/** Positions in bytes are compared with these. */
export const byteOf = {
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  backslash: 0x5c,
  openBracket: 0x5b,
  openBrace: 0x7b,
  closeBrace: 0x7d,
} as const

const { quote, comma, colon, backslash, openBracket, openBrace, closeBrace } = byteOf

/** Bytes at which the walk through a string stops: its end, an escape, and what no string may hold. */
const stops = new Uint8Array(256).fill(1, 0, 0x20)
stops[quote] = 1
stops[backslash] = 1

/** The position of the next byte that is no JSON white space, or the length. */
export function skipSpaceBytes(bytes: Uint8Array, from: number): number {
  const length = bytes.length
  let at = from
  while (at < length && bytes[at]! <= 0x20 && isSpace(bytes[at]!)) at++
  return at
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

/** From where any value must begin to the position after it. Containers may be nested `levelsMax` levels deep. */
export function skipValueBytes(bytes: Uint8Array, at: number, levelsMax: number): number {
  const byte = bytes[at]
  return byte === openBrace || byte === openBracket ? skipContainer(bytes, at, levelsMax) : skipScalar(bytes, at)
}

/** The brackets that are open, for whoever walks: nothing recurses, so there is one walk at a time. */
const closersShared = new Uint8Array(1024)

function skipContainer(bytes: Uint8Array, opening: number, levelsMax: number): number {
  const closers = levelsMax <= closersShared.length ? closersShared : new Uint8Array(levelsMax)
  let level = 0
  let at = opening
  for (;;) {
    const byte = bytes[at]
    let isEmpty = false
    if (byte === openBrace || byte === openBracket) {
      if (level === levelsMax) return tooDeep
      // Each closing bracket is two after its opening one.
      const closer = byte + 2
      closers[level++] = closer
      at = skipSpaceBytes(bytes, at + 1)
      isEmpty = bytes[at] === closer
      if (!isEmpty && byte === openBrace) at = skipNameBytes(bytes, at)
      if (!isEmpty && at >= 0) continue
    } else at = skipScalar(bytes, at)
    if (at < 0) return at
    at = skipSpaceBytes(bytes, at)
    while (bytes[at] === closers[level - 1]) {
      if (--level === 0) return at + 1
      at = skipSpaceBytes(bytes, at + 1)
    }
    if (bytes[at] !== comma) return unfinishedOr(bytes, at)
    at = skipSpaceBytes(bytes, at + 1)
    if (closers[level - 1] === closeBrace) at = skipNameBytes(bytes, at)
    if (at < 0) return at
  }
}

/** From where a member's name must stand to its value. */
export function skipNameBytes(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== quote) return unfinishedOr(bytes, at)
  const end = skipStringBytes(bytes, at)
  return end < 0 ? end : skipColonBytes(bytes, end)
}

/** From the end of a member's name to its value. */
export function skipColonBytes(bytes: Uint8Array, end: number): number {
  const at = skipSpaceBytes(bytes, end)
  if (bytes[at] !== colon) return unfinishedOr(bytes, at)
  const value = skipSpaceBytes(bytes, at + 1)
  return value === bytes.length ? unfinished : value
}

/** From the opening quotation mark of a string to the position after its end. */
export function skipStringBytes(bytes: Uint8Array, opening: number): number {
  const length = bytes.length
  const fourth = length - 3
  let at = opening + 1
  for (;;) {
    const long = Math.min(at + shortBytesMax, fourth)
    // Four at a time: a look need not wait for the one before, which takes two fifths off the walk through a text.
    while (at < long && noneStops(bytes, at)) at += 4
    if (at >= long && long < fourth) at = skipLetterPairs(bytes, at)
    while (at < length && stops[bytes[at]!] === 0) at++
    if (at >= length) return unfinished
    const byte = bytes[at]
    if (byte === quote) return at + 1
    if (byte !== backslash) return broken
    at = skipEscape(bytes, at + 1)
    if (at < 0) return at
  }
}

function noneStops(bytes: Uint8Array, at: number): boolean {
  return (stops[bytes[at]!]! | stops[bytes[at + 1]!]! | stops[bytes[at + 2]!]! | stops[bytes[at + 3]!]!) === 0
}

/** In a longer text two bytes are looked at together; to make a view of pairs takes as long as a walk over so many. */
const shortBytesMax = 64

/** Pairs of which one at least stops the walk, by their bytes, whichever of them comes first. */
const stopPairs: Uint8Array = new Uint8Array(0x10000).map((_, pair) => stops[pair & 0xff]! | stops[pair >> 8]!)

/** From a place in a string to the end of most of what can be passed over from there. */
function skipLetterPairs(bytes: Uint8Array, from: number): number {
  const start = (bytes.byteOffset + from) % 2 === 0 ? from : from + 1
  if (start > from && stops[bytes[from]!] === 1) return from
  const pairs = new Uint16Array(bytes.buffer, bytes.byteOffset + start, (bytes.length - start) >> 1)
  const fourth = pairs.length - 3
  let at = 0
  while (at < fourth && nonePairStops(pairs, at)) at += 4
  return start + 2 * at
}

function nonePairStops(pairs: Uint16Array, at: number): boolean {
  return (
    (stopPairs[pairs[at]!]! | stopPairs[pairs[at + 1]!]! | stopPairs[pairs[at + 2]!]! | stopPairs[pairs[at + 3]!]!) ===
    0
  )
}

/** The letters that stand for themselves or one character after a backslash: `"` `/` `\` `b` `f` `n` `r` `t`. */
const escapes = new Uint8Array(256)
for (const letter of [0x22, 0x2f, 0x5c, 0x62, 0x66, 0x6e, 0x72, 0x74]) escapes[letter] = 1

function skipEscape(bytes: Uint8Array, at: number): number {
  const letter = bytes[at]
  if (letter === undefined) return unfinished
  if (escapes[letter] === 1) return at + 1
  if (letter !== 0x75) return broken
  for (let digit = at + 1; digit < at + 5; digit++) if (!isHex(bytes[digit])) return unfinishedOr(bytes, digit)
  return at + 5
}

function isHex(byte: number | undefined): boolean {
  if (byte === undefined) return false
  const small = byte | 0x20
  return digits[byte] === 1 || (small >= 0x61 && small <= 0x66)
}

/** The bytes `0` to `9`. */
const digits = new Uint8Array(256).fill(1, 0x30, 0x3a)

const [rue, alse, ull] = [
  [0x72, 0x75, 0x65],
  [0x61, 0x6c, 0x73, 0x65],
  [0x75, 0x6c, 0x6c],
] as const

function skipScalar(bytes: Uint8Array, at: number): number {
  switch (bytes[at]) {
    case quote:
      return skipStringBytes(bytes, at)
    case 0x74:
      return skipRest(bytes, at + 1, rue)
    case 0x66:
      return skipRest(bytes, at + 1, alse)
    case 0x6e:
      return skipRest(bytes, at + 1, ull)
    default:
      return skipNumber(bytes, at)
  }
}

function skipRest(bytes: Uint8Array, from: number, letters: readonly number[]): number {
  let at = from
  for (const letter of letters) {
    if (bytes[at] !== letter) return unfinishedOr(bytes, at)
    at++
  }
  return at
}

function skipNumber(bytes: Uint8Array, from: number): number {
  let at = bytes[from] === 0x2d ? from + 1 : from
  at = bytes[at] === 0x30 ? at + 1 : skipDigits(bytes, at)
  if (at >= 0 && bytes[at] === 0x2e) at = skipDigits(bytes, at + 1)
  if (at < 0 || (bytes[at]! | 0x20) !== 0x65) return at
  const sign = bytes[at + 1]
  return skipDigits(bytes, sign === 0x2b || sign === 0x2d ? at + 2 : at + 1)
}

/** Over at least one digit. */
function skipDigits(bytes: Uint8Array, from: number): number {
  const length = bytes.length
  let at = from
  while (at < length && digits[bytes[at]!] === 1) at++
  return at === from ? unfinishedOr(bytes, at) : at
}

/** What is wrong where something else must stand: the bytes end there, or they do not. */
function unfinishedOr(bytes: Uint8Array, at: number): number {
  return at >= bytes.length ? unfinished : broken
}
