/** Repairs escapes of half a character, which no UTF-8 can store and for which core refuses a whole line. */

/** One escape in a JSON string: a pair of surrogates, a surrogate alone, or anything else. */
const escape = /\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)/gs

/** Whether a JSON text could hold an escape of half a character. */
export function hasSurrogateEscape(json: string): boolean {
  return json.includes('\\ud') || json.includes('\\uD')
}

/** The JSON text with every half character replaced by the escape of U+FFFD, which is as long. Linear. */
export function repairSurrogates(json: string): string {
  return hasSurrogateEscape(json)
    ? json.replace(escape, (whole, alone: string | undefined) => (alone === undefined ? whole : '\\ufffd'))
    : json
}
