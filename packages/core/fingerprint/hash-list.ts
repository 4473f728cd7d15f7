/** A growable list of 64-bit values held as pairs of 32-bit halves: no bigint is made until somebody reads one. */
export class HashList {
  length = 0
  private halves: Int32Array = new Int32Array(32)

  /** Appends the value with these halves. */
  push(low: number, high: number): void {
    const at = this.length * 2
    if (at === this.halves.length) {
      const grown = new Int32Array(at * 2)
      grown.set(this.halves)
      this.halves = grown
    }
    this.halves[at] = low
    this.halves[at + 1] = high
    this.length += 1
  }

  /** Whether the value is in the list. O(length): lists are short. */
  has(low: number, high: number): boolean {
    const end = this.length * 2
    for (let i = 0; i < end; i += 2) if (this.halves[i] === low && this.halves[i + 1] === high) return true
    return false
  }

  clear(): void {
    this.length = 0
  }

  /** The values as little-endian pairs, a view that is valid until the next push or clear. */
  view(): Int32Array {
    return this.length === 0 ? none : this.halves.subarray(0, this.length * 2)
  }

  /** The values as bigints, for tests and explanations. */
  values(): bigint[] {
    const view = this.view()
    return Array.from(
      { length: this.length },
      (_, i) => (BigInt(view[i * 2 + 1]! >>> 0) << 32n) | BigInt(view[i * 2]! >>> 0),
    )
  }
}

/** Most lists are empty, and a view takes longer to make than all else that is done with one. */
const none = new Int32Array(0)
