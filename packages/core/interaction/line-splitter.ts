/** Stands in place of a line that was longer than allowed. */
export const lineTooLong: unique symbol = Symbol('line too long')

/**
 * Cuts text that comes in chunks into lines, which end with a line feed, a carriage return, or both, also where the two
 * come in different chunks. A byte order mark before the first line is no part of it. A line of more than `charsMax`
 * characters becomes {@link lineTooLong}; no more of it is held than was allowed. Memory: the unfinished line, at most
 * four times its characters however small the chunks are.
 */
export class LineSplitter {
  readonly #charsMax: number
  /** The unfinished line in pieces, joined now and then: a piece costs more than its characters. */
  #pieces: string[] = []
  #chars = 0
  #isTooLong = false
  #isBegun = false
  #isAfterReturn = false

  /** A splitter that holds at most `charsMax` characters. */
  constructor(charsMax: number) {
    this.#charsMax = charsMax
  }

  /** Whether a chunk that comes now begins a line: nothing of one is held, and a line feed would end one. */
  get isBetweenLines(): boolean {
    return this.#isBegun && this.#chars === 0 && !this.#isTooLong && !this.#isAfterReturn
  }

  /** Takes a chunk, adds the lines that end in it to `lines`. Cost is proportional to the chunk and the lines. */
  push(text: string, lines: (string | typeof lineTooLong)[]): void {
    let from = this.#begin(text)
    let feed = text.indexOf('\n', from)
    let carriage = text.indexOf('\r', from)
    while (feed !== -1 || carriage !== -1) {
      const end = carriage === -1 || (feed !== -1 && feed < carriage) ? feed : carriage
      lines.push(this.#finish(text.slice(from, end)))
      from = end + 1
      if (end === carriage) {
        if (from === text.length) this.#isAfterReturn = true
        else if (from === feed) from++
        carriage = text.indexOf('\r', from)
      }
      // Each search goes on where the last one ended, or a chunk of many lone returns would be searched once for each.
      if (feed !== -1 && feed < from) feed = text.indexOf('\n', from)
    }
    if (from < text.length) this.#keep(text.slice(from))
  }

  /** The line that has not ended, empty when there is none; nothing is held afterwards. */
  takeRest(): string | typeof lineTooLong {
    this.#isAfterReturn = false
    return this.#finish('')
  }

  /** Where the first line of a chunk begins. */
  #begin(text: string): number {
    if (text === '') return 0
    const first = text.charCodeAt(0)
    const isPassedOver = this.#isBegun ? this.#isAfterReturn && first === feedCode : first === markCode
    this.#isBegun = true
    this.#isAfterReturn = false
    return isPassedOver ? 1 : 0
  }

  #finish(end: string): string | typeof lineTooLong {
    const isTooLong = this.#isTooLong || this.#chars + end.length > this.#charsMax
    const line = isTooLong ? lineTooLong : this.#chars === 0 ? end : this.#pieces.join('') + end
    this.#pieces = []
    this.#chars = 0
    this.#isTooLong = false
    return line
  }

  #keep(piece: string): void {
    this.#chars += piece.length
    if (this.#isTooLong || this.#chars > this.#charsMax) {
      this.#pieces = []
      this.#chars = 0
      this.#isTooLong = true
      return
    }
    this.#pieces.push(piece)
    if (this.#pieces.length > piecesMin + this.#chars / charsPerPieceMin) this.#pieces = [this.#pieces.join('')]
  }
}

const feedCode = 0x0a
const markCode = 0xfeff

/** Pieces are joined when there are more than this many, and more than one for so many characters. */
const piecesMin = 1024
const charsPerPieceMin = 16
