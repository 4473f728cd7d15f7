/** Things that accounts have, compared by who has them. */

/** Jaccard similarity of holders from which two things count as one. */
const sameFeatureOverlap = 0.6

/** Which of so many accounts have which of some things, of which it is known how many have each: one row of bits per thing. */
export class Having {
  private readonly counts: Uint32Array
  private readonly words: number
  private readonly bits: Uint32Array

  constructor(counts: readonly number[], accounts: number) {
    this.counts = Uint32Array.from(counts)
    this.words = Math.ceil(accounts / 32)
    this.bits = new Uint32Array(counts.length * this.words)
  }

  /** The account at `position` has the thing of `rank`. */
  put(rank: number, position: number): void {
    this.bits[rank * this.words + (position >>> 5)]! |= 1 << (position & 31)
  }

  /** The first of some things that comes together with another one, −1 where none does. */
  firstAlike(firsts: readonly number[], rank: number): number {
    for (let i = 0; i < firsts.length; i += 1) if (this.areAlike(firsts[i]!, rank)) return firsts[i]!
    return -1
  }

  /** Whether two things come together. O(accounts / 32). */
  private areAlike(x: number, y: number): boolean {
    const more = this.counts[x]!
    const fewer = this.counts[y]!
    // The overlap is no more than the lesser's share of the greater.
    if (Math.min(more, fewer) < sameFeatureOverlap * Math.max(more, fewer)) return false
    let both = 0
    for (let i = x * this.words, j = y * this.words, end = i + this.words; i < end; i += 1, j += 1)
      both += bitCount(this.bits[i]! & this.bits[j]!)
    return both / (more + fewer - both) >= sameFeatureOverlap
  }
}

function bitCount(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return (((fours + (fours >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}
