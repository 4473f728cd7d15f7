/** Lines as files have them: with or without a carriage return, a byte order mark, or anything in them at all. */

const carriageReturn = 13

/** Where the text of a line begins: after a byte order mark, which concatenated files have in their midst too. */
export function textStart(buffer: Uint8Array, from: number, to: number): number {
  const isMark = to - from >= 3 && buffer[from] === 0xef && buffer[from + 1] === 0xbb && buffer[from + 2] === 0xbf
  return isMark ? from + 3 : from
}

/** Where it ends: before a carriage return. `to` is the line's end. */
export function textEnd(buffer: Uint8Array, from: number, to: number): number {
  return to > from && buffer[to - 1] === carriageReturn ? to - 1 : to
}

/** Whether there is nothing but white space in it; such lines are no records and no faults. */
export function isBlank(text: string): boolean {
  return text.trim() === ''
}
