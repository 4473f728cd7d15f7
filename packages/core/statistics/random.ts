/**
 * Chance as an argument: whoever permutes or simulates hands over a generator, and the same seed gives the same bytes.
 * sfc32 (Chris Doty-Humphrey, PractRand 0.95, 2018), seeded through SplitMix32, so that seeds 1 and 2 are unrelated.
 */

/** Rounds that stir the seed into all four words before the first draw. */
const warmUpRounds = 15

/** A deterministic stream of draws; two streams of the same seed are equal. Not for secrets. */
export class Random {
  private a = 0
  private b = 0
  private c = 0
  private counter = 1

  /** `seed`: an integer; its lowest 32 bits count. */
  constructor(seed: number) {
    let state = seed | 0
    const next = (): number => {
      state = (state + 0x9e3779b9) | 0
      let word = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
      word = Math.imul(word ^ (word >>> 15), 0x735a2d97)
      return word ^ (word >>> 15)
    }
    this.a = next()
    this.b = next()
    this.c = next()
    for (let round = 0; round < warmUpRounds; round += 1) this.word()
  }

  /** A uniform 32-bit unsigned integer. */
  word(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0
    this.counter = (this.counter + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = (this.c << 21) | (this.c >>> 11)
    this.c = (this.c + sum) | 0
    return sum >>> 0
  }

  /** Uniform in (0, 1), never its ends: the middle of one of 2⁵² equal cells. */
  unit(): number {
    return ((this.word() >>> 6) * 67108864 + (this.word() >>> 6) + 0.5) / 4503599627370496
  }

  /** A uniform integer in [0, `count`), for 1 ≤ `count` ≤ 2³²; the bias is below `count` · 2⁻⁵². */
  below(count: number): number {
    return Math.floor(this.unit() * count)
  }

  /** Puts `values[from …to)` in a uniform order, in place (Durstenfeld, Algorithm 235: Random permutation, 1964). */
  shuffle(values: Int32Array | Float64Array, from = 0, to: number = values.length): void {
    for (let at = to - 1; at > from; at -= 1) {
      const other = from + this.below(at - from + 1)
      const kept = values[at]!
      values[at] = values[other]!
      values[other] = kept
    }
  }
}
