import { isDeeperThan } from './depth.ts'
import { scanJson } from './json-scan.ts'
import { jsonTypeOf, objectOf, type JsonObject } from './json-value.ts'
import type { Parsed } from './reject.ts'
import { hasLoneSurrogate, hasSurrogateEscape } from './surrogate.ts'

/** Most bytes of one line. Longer lines are refused as `too long`. */
export const recordBytesMax: number = 16 * 1024 * 1024

/** Most levels of arrays and objects in one line, its own object being the first. Deeper ones are `nested too deep`. */
export const recordDepthMax = 256

/** Lines from this length on are scanned before they are parsed: `JSON.parse` spends 40 bytes and 130 ns on a bracket. */
const scanFirstCharsMin = 1024 * 1024

/**
 * The JSON object in one line of an input file, safe to walk recursively and to store as UTF-8, or why there is none.
 * `text` must come from a strict UTF-8 decoder. Of members with the same name the last one counts. The length is
 * measured in UTF-16 units, of which a text never has more than bytes: whoever knows the bytes should measure them first.
 */
export function parseJsonLine(text: string): Parsed<JsonObject> {
  if (text.length > recordBytesMax) {
    return { ok: false, reason: 'too long', detail: `${text.length} characters, at most ${recordBytesMax} bytes` }
  }
  const value = parseJson(text)
  if (value === undefined) return explainSyntax(text)
  const line = objectOf(value)
  if (line === undefined) return { ok: false, reason: 'not an object', detail: `found ${jsonTypeOf(value)}` }
  if (isDeeperThan(line, recordDepthMax)) return tooDeep
  if (hasSurrogateEscape(text) && hasLoneSurrogate(line)) {
    return { ok: false, reason: 'lone surrogate', detail: 'an escape in a string is half a character' }
  }
  return { ok: true, value: line }
}

const tooDeep: Parsed<never> = { ok: false, reason: 'nested too deep', detail: `more than ${recordDepthMax} levels` }

function parseJson(text: string): unknown {
  if (text.length >= scanFirstCharsMin && scanJson(text, recordDepthMax) !== 'whole') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function explainSyntax(text: string): Parsed<never> {
  const scan = scanJson(text, recordDepthMax)
  if (scan === 'nested too deep') return tooDeep
  if (scan === 'truncated') {
    return { ok: false, reason: 'truncated', detail: `ends inside a value after ${text.length} characters` }
  }
  return { ok: false, reason: 'not JSON', detail: `${text.length} characters that no JSON document begins with` }
}
