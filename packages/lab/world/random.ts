/**
 * The lab's only source of chance: sfc32 (Chris Doty-Humphrey, PractRand 0.95, 2018), seeded by the hash of a label.
 *
 * A stream is named by its path of labels, never by how much of another stream was used, so that adding a part to a
 * world leaves every other part as it was. Nothing here calls a transcendental function: IEEE 754 fixes the last bit of
 * `+ − × ÷ √` only, and a world must be the same bytes on every machine.
 */

const warmUpRounds = 12
const base36 = '0123456789abcdefghijklmnopqrstuvwxyz'
const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const hexadecimal = '0123456789abcdef'
const alphabets: Readonly<Record<Alphabet, string>> = { base36, base62, hexadecimal }

/** The alphabets in which {@link Random.token} writes. */
export type Alphabet = 'base36' | 'base62' | 'hexadecimal'

/** Four 32-bit words from a label, by four multiplicative hashes that stir each other (cyrb128, bryc, public domain). */
function hashWords(label: string): [number, number, number, number] {
  let first = 1779033703
  let second = 3144134277
  let third = 1013904242
  let fourth = 2773480762
  for (let at = 0; at < label.length; at += 1) {
    const unit = label.charCodeAt(at)
    first = second ^ Math.imul(first ^ unit, 597399067)
    second = third ^ Math.imul(second ^ unit, 2869860233)
    third = fourth ^ Math.imul(third ^ unit, 951274213)
    fourth = first ^ Math.imul(fourth ^ unit, 2716044179)
  }
  return [first, second, third, fourth]
}

/** A deterministic stream of draws. Two streams of the same label are equal; streams of different labels are unrelated. */
export class Random {
  readonly #label: string
  #a: number
  #b: number
  #c: number
  #counter: number

  constructor(label: string) {
    this.#label = label
    ;[this.#a, this.#b, this.#c, this.#counter] = hashWords(label)
    for (let round = 0; round < warmUpRounds; round += 1) this.word()
  }

  /** The substream `label` of this stream; independent of how much of this stream was used. */
  fork(label: string | number): Random {
    return new Random(`${this.#label}/${label}`)
  }

  /** A uniform 32-bit unsigned integer. */
  word(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (this.#c << 21) | (this.#c >>> 11)
    this.#c = (this.#c + sum) | 0
    return sum >>> 0
  }

  /** Uniform in [0, 1), in steps of 2⁻³². */
  unit(): number {
    return this.word() / 4294967296
  }

  /** A uniform integer in [low, high]. */
  between(low: number, high: number): number {
    return low + Math.floor(this.unit() * (high - low + 1))
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.unit() < probability
  }

  /** One item, uniformly. Asserts that there is one. */
  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('pick: no items to draw from')
    return items[this.between(0, items.length - 1)] as T
  }

  /** The items in a uniform order (Durstenfeld 1964); the argument is left alone. */
  shuffle<T>(items: readonly T[]): T[] {
    const out = [...items]
    for (let at = out.length - 1; at > 0; at -= 1) {
      const other = this.between(0, at)
      ;[out[at], out[other]] = [out[other] as T, out[at] as T]
    }
    return out
  }

  /** Characters drawn uniformly from an alphabet. */
  token(length: number, alphabet: Alphabet = 'base62'): string {
    const letters = alphabets[alphabet]
    let out = ''
    for (let at = 0; at < length; at += 1) out += letters[this.between(0, letters.length - 1)]
    return out
  }

  /** Exponential with mean 1, by comparisons alone (von Neumann, Various techniques used with random digits, 1951). */
  exponential(): number {
    for (let whole = 0; ; whole += 1) {
      const first = this.unit()
      let smallest = first
      let runLength = 1
      for (let next = this.unit(); next < smallest; next = this.unit()) {
        smallest = next
        runLength += 1
      }
      if (runLength % 2 === 1) return whole + first
    }
  }

  /** Heavy-tailed and positive: Lomax with shape 2 and the given mean, cut off at 12 times the mean. */
  heavyTail(mean: number): number {
    return mean * Math.min(12, 1 / Math.sqrt(1 - this.unit()) - 1)
  }

  /** An integer of at least 1 with about the given mean, geometrically distributed, at most `max`. */
  geometric(mean: number, max: number): number {
    let count = 1
    while (count < max && this.chance(1 - 1 / mean)) count += 1
    return count
  }
}
