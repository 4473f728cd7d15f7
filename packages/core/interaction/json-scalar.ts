/** Outcome of a step that met the end of the text: positions are never negative, so outcomes can share their type. */
export const unfinished = -1

/** Outcome of a step that met what JSON does not allow there. */
export const broken = -2

/** The position of the next character that is no JSON white space, or the length of the text. */
export function skipSpace(text: string, from: number): number {
  let at = from
  while (isSpaceCode(text.charCodeAt(at))) at++
  return at
}

/** From the first character of a string, number or word to the position after it, {@link unfinished} or {@link broken}. */
export function skipScalar(text: string, at: number): number {
  switch (text[at]) {
    case '"':
      return skipString(text, at)
    case 't':
      return skipWord(text, at, 'true')
    case 'f':
      return skipWord(text, at, 'false')
    case 'n':
      return skipWord(text, at, 'null')
    default:
      return skipNumber(text, at)
  }
}

/** From the opening quotation mark of a string to the position after its end, {@link unfinished} or {@link broken}. */
export function skipString(text: string, opening: number): number {
  for (let at = opening + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quoteCode) return at + 1
    if (code < spaceCode) return broken
    if (code === backslashCode) {
      at = skipEscape(text, at + 1)
      if (at < 0) return at
    }
  }
  return unfinished
}

const spaceCode = 0x20
const quoteCode = 0x22
const backslashCode = 0x5c

/** From the character after a backslash to the last one of the escape. */
function skipEscape(text: string, at: number): number {
  const letter = text[at]
  if (letter === undefined) return unfinished
  if (letter !== 'u') return '"\\/bfnrt'.includes(letter) ? at : broken
  const digits = text.slice(at + 1, at + 5)
  if (digits.length === 4) return /^[\da-f]{4}$/i.test(digits) ? at + 4 : broken
  return /^[\da-f]*$/i.test(digits) ? unfinished : broken
}

function skipWord(text: string, at: number, word: string): number {
  if (text.startsWith(word, at)) return at + word.length
  return text.length - at < word.length && word.startsWith(text.slice(at)) ? unfinished : broken
}

const numberPattern = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

function skipNumber(text: string, at: number): number {
  let end = at
  while (isNumberCode(text.charCodeAt(end))) end++
  const digits = text.slice(at, end)
  if (numberPattern.test(digits)) return end
  // Every beginning of a number that is not one yet ("-", "1.", "2e+") wants just one more digit.
  return end === text.length && numberPattern.test(`${digits}0`) ? unfinished : broken
}

function isNumberCode(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === 0x2b || code === 0x2d || code === 0x2e || (code | 0x20) === 0x65
}

function isSpaceCode(code: number): boolean {
  return code === spaceCode || code === 0x0a || code === 0x0d || code === 0x09
}
