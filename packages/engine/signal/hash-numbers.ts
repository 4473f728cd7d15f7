/** Numbers by 64-bit hash: a table with open addressing, since a map takes a bigint on the heap for each look. */

const roomMin = 1024

/** See the file's header. Hashes are keyed, so that nobody can make them collide, and their lowest bits are as good as any. */
export class HashNumbers {
  private size = 0
  /** Two halves per place. */
  private halves = new Uint32Array(2 * roomMin)
  /** Per place the number; 0 where it is free. */
  private numbers = new Uint32Array(roomMin)

  /** The number of a hash, given as its halves; `fresh`, above 0, where it had none, from then on. */
  numberOf(low: number, high: number, fresh: number): number {
    const at = this.placeOf(low, high)
    if (this.numbers[at] !== 0) return this.numbers[at]!
    this.put(at, low, high, fresh)
    this.size += 1
    if (2 * this.size > this.numbers.length) this.grow()
    return fresh
  }

  /** The number of a hash, given as its halves; 0 where it has none. */
  find(low: number, high: number): number {
    return this.numbers[this.placeOf(low, high)]!
  }

  private placeOf(low: number, high: number): number {
    const last = this.numbers.length - 1
    let at = low & last
    while (this.numbers[at] !== 0 && (this.halves[2 * at] !== low || this.halves[2 * at + 1] !== high))
      at = (at + 1) & last
    return at
  }

  private put(at: number, low: number, high: number, number: number): void {
    this.halves[2 * at] = low
    this.halves[2 * at + 1] = high
    this.numbers[at] = number
  }

  private grow(): void {
    const { halves, numbers } = this
    this.halves = new Uint32Array(2 * halves.length)
    this.numbers = new Uint32Array(2 * numbers.length)
    for (let at = 0; at < numbers.length; at += 1) {
      const [low, high] = [halves[2 * at]!, halves[2 * at + 1]!]
      if (numbers[at] !== 0) this.put(this.placeOf(low, high), low, high, numbers[at]!)
    }
  }
}
