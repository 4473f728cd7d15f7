/**
 * Text as words: hashes of words, of masked words, and where sentences, lines and labels end.
 *
 * One pass over the characters feeds every sketch. Scripts without spaces (Han, kana, Thai, …) give one word per
 * character. Case is folded for Latin, Greek and Cyrillic. A word with a digit is masked, because numbers fill slots.
 */

/** At most so many words of one text are kept; what follows cannot change a fingerprint. */
export const wordsMax = 6000

/** What ends after a word. */
export const Boundary = { none: 0, sentence: 1, label: 2, line: 3 } as const

/** The masked form of every word that contains a digit. */
export const numberWord = 0x6e756d62

const separator = 0
const letter = 1
const digit = 2
const stop = 3
const colon = 4
const newline = 5
const ideograph = 6

/** What units are beside letters that have no mark of their own. */
const asciiClass = new Uint8Array(128)
for (let code = 48; code <= 57; code += 1) asciiClass[code] = digit
for (const mark of '.!?') asciiClass[mark.charCodeAt(0)] = stop
asciiClass[95] = letter
asciiClass[58] = colon
asciiClass[10] = newline

/** Of the letters that have no mark of their own, which most of a text is, the folded code; 0 of all else. */
const plainLetter = new Uint8Array(128)
for (let code = 97; code <= 122; code += 1) {
  plainLetter[code] = code
  plainLetter[code - 32] = code
}

const codeMarks = new Uint8Array(128)
for (const mark of '{}()[];=<>_\\|&*#') codeMarks[mark.charCodeAt(0)] = 1
const mathMarks = new Uint8Array(128)
for (const mark of '+=^*/%$\\') mathMarks[mark.charCodeAt(0)] = 1

function classOf(code: number): number {
  if (code < 0xc0) return separator
  if (code < 0x2000) return code >= 0xe00 && code < 0xe80 ? ideograph : letter
  if (code < 0x2070) return separator
  if (code === 0x3002 || code === 0xff01 || code === 0xff1f) return stop
  if (code === 0xff1a) return colon
  if (code < 0x2e80) return separator
  if (code < 0x3040) return code >= 0x3005 && code <= 0x3007 ? ideograph : code < 0x3000 ? ideograph : separator
  if (code >= 0xac00 && code < 0xd7b0) return letter
  if (code >= 0xff00 && code < 0xff66) return code >= 0xff10 && code <= 0xff19 ? digit : separator
  if (code >= 0xd800 && code < 0xf900) return separator
  return ideograph
}

/** Of a unit beyond the plain letters. */
function foldCase(code: number): number {
  if ((code >= 0xc0 && code <= 0xde) || (code >= 0x391 && code <= 0x3a9) || (code >= 0x410 && code <= 0x42f))
    return code + 32
  return code
}

/** The words of one text. Reused from text to text: valid until {@link clear}. */
export class Words {
  count = 0
  /** True when words were left out at {@link wordsMax}. */
  cut = false
  readonly hash: Int32Array = new Int32Array(wordsMax)
  readonly masked: Int32Array = new Int32Array(wordsMax)
  /** A value of {@link Boundary} per word: what ends after it. */
  readonly boundary: Uint8Array = new Uint8Array(wordsMax)
  /** Units seen, and among them digits and the marks typical of program text and of formulas. */
  units = 0
  digits = 0
  codeMarks = 0
  mathMarks = 0
  ideographs = 0

  clear(): void {
    this.count = 0
    this.cut = false
    this.units = 0
    this.digits = 0
    this.codeMarks = 0
    this.mathMarks = 0
    this.ideographs = 0
  }

  /** Appends the words of `text`; a line ends before and after it. O(length), stops at {@link wordsMax} words. */
  add(text: string): void {
    this.endWith(Boundary.line)
    const length = text.length
    let word = seed
    let wordUnits = 0
    let hasDigit = false
    let i = 0
    for (; i < length && this.count < wordsMax; i += 1) {
      const code = text.charCodeAt(i)
      const plain = code < 128 ? plainLetter[code]! : 0
      if (plain !== 0) {
        word = mix(word, plain)
        wordUnits += 1
        continue
      }
      let kind: number
      if (code < 128) {
        kind = asciiClass[code]!
        this.codeMarks += codeMarks[code]!
        this.mathMarks += mathMarks[code]!
      } else kind = classOf(code)
      if (kind === letter || kind === digit) {
        word = mix(word, foldCase(code))
        wordUnits += 1
        if (kind === digit) {
          hasDigit = true
          this.digits += 1
        }
        continue
      }
      if (wordUnits > 0) {
        this.push(word, hasDigit)
        word = seed
        wordUnits = 0
        hasDigit = false
      }
      if (kind === separator) continue
      if (kind === ideograph) {
        if (this.count < wordsMax) this.push(Math.imul(seed ^ code, 0x01000193), false)
        this.ideographs += 1
      } else if (kind === newline) this.endWith(Boundary.line)
      else if (code >= 128 || endsHere(text, i, length))
        this.endWith(kind === colon ? Boundary.label : Boundary.sentence)
    }
    if (wordUnits > 0 && this.count < wordsMax) this.push(word, hasDigit)
    if (i < length) this.cut = true
    this.units += i
    this.endWith(Boundary.line)
  }

  private push(word: number, hasDigit: boolean): void {
    const at = this.count
    const mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
    this.hash[at] = mixed
    this.masked[at] = hasDigit ? numberWord : mixed
    this.boundary[at] = Boundary.none
    this.count = at + 1
  }

  private endWith(boundary: number): void {
    const last = this.count - 1
    if (last >= 0 && this.boundary[last]! < boundary) this.boundary[last] = boundary
  }
}

/** FNV-1a's offset basis (Fowler, Noll, Vo). Word hashes never leave the process unkeyed. */
const seed = 0x811c9dc5 | 0

function mix(word: number, unit: number): number {
  const mixed = Math.imul(word ^ unit, 0x01000193)
  return mixed ^ (mixed >>> 15)
}

/** A stop or colon ends something only before white space: not in `3.14`, `a.b`, `http://`. */
function endsHere(text: string, at: number, length: number): boolean {
  if (at + 1 >= length) return true
  const next = text.charCodeAt(at + 1)
  return next <= 32 || next === 34 || next === 39 || next === 42
}
