import { broken, skipScalar, skipSpace, skipString, unfinished } from './json-scalar.ts'

/** What a text is, read as JSON: one whole document, the beginning of one, no JSON, or more levels than are allowed. */
export type JsonScan = 'whole' | 'truncated' | 'not JSON' | 'nested too deep'

/**
 * Tells the beginning of a JSON document, cut off anywhere, from a text that is no JSON however it goes on. A text
 * without any value in it is `not JSON`: nothing was begun. One pass over the text, memory for `depthMax` levels.
 */
export function scanJson(text: string, depthMax: number): JsonScan {
  const closers: string[] = []
  let at = skipSpace(text, 0)
  if (at === text.length) return 'not JSON'
  while (at >= 0) {
    const closer = closerOf(text[at])
    if (closer === undefined) {
      at = leave(text, isCloser(text[at]) ? at : skipScalar(text, at), closers)
    } else {
      if (closers.length === depthMax) return 'nested too deep'
      closers.push(closer)
      at = enter(text, at)
    }
  }
  if (at === whole) return 'whole'
  return at === unfinished ? 'truncated' : 'not JSON'
}

/** Outcome of a step that closed the outermost value at the end of the text. */
const whole = -3

function closerOf(opener: string | undefined): string | undefined {
  if (opener === '{') return '}'
  return opener === '[' ? ']' : undefined
}

function isCloser(letter: string | undefined): boolean {
  return letter === '}' || letter === ']'
}

/** From an opening bracket to the first value, or to the closing bracket when there is none: `leave` goes on from it. */
function enter(text: string, opening: number): number {
  const at = skipSpace(text, opening + 1)
  if (at === text.length) return unfinished
  return text[opening] === '[' || text[at] === '}' ? at : skipKey(text, at)
}

/** From the end of a value over closing brackets and a comma to the next value. */
function leave(text: string, end: number, closers: string[]): number {
  let at = end
  while (at >= 0) {
    const closer = closers.at(-1)
    at = skipSpace(text, at)
    if (at === text.length) return closer === undefined ? whole : unfinished
    if (text[at] === ',' && closer !== undefined) return skipComma(text, at, closer)
    if (text[at] !== closer) return broken
    closers.pop()
    at++
  }
  return at
}

function skipComma(text: string, comma: number, closer: string): number {
  const at = skipSpace(text, comma + 1)
  if (at === text.length) return unfinished
  if (closer === '}') return skipKey(text, at)
  return isCloser(text[at]) ? broken : at
}

/** From where a member's name must stand to its value. */
function skipKey(text: string, opening: number): number {
  if (text[opening] !== '"') return broken
  const end = skipString(text, opening)
  if (end < 0) return end
  const colon = skipSpace(text, end)
  if (colon === text.length) return unfinished
  if (text[colon] !== ':') return broken
  const value = skipSpace(text, colon + 1)
  if (value === text.length) return unfinished
  return isCloser(text[value]) ? broken : value
}
