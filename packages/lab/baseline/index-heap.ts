/** A binary heap of the numbers 0 … n − 1 by priority, least first, whose priorities may fall. Equals by number. */
export class IndexHeap {
  private readonly priority: Float64Array
  private readonly heap: Int32Array
  private readonly place: Int32Array
  private size: number

  /** Takes the priorities over; O(n). */
  constructor(priority: Float64Array) {
    this.priority = priority
    this.size = priority.length
    this.heap = Int32Array.from({ length: this.size }, (_, index) => index)
    this.place = this.heap.slice()
    for (let at = (this.size >> 1) - 1; at >= 0; at -= 1) this.sink(at)
  }

  /** Removes the number of least priority and answers it; undefined when none is left. O(log n). */
  take(): number | undefined {
    if (this.size === 0) return undefined
    const least = this.heap[0]!
    this.size -= 1
    if (this.size > 0) {
      this.put(0, this.heap[this.size]!)
      this.sink(0)
    }
    this.place[least] = -1
    return least
  }

  /** Lowers the priority of a number that is still in the heap; nothing happens to one that was taken. O(log n). */
  lower(number: number, amount: number): void {
    const at = this.place[number]!
    if (at < 0) return
    this.priority[number]! -= amount
    this.rise(at)
  }

  private isBefore(a: number, b: number): boolean {
    const [left, right] = [this.priority[a]!, this.priority[b]!]
    return left < right || (left === right && a < b)
  }

  private put(at: number, number: number): void {
    this.heap[at] = number
    this.place[number] = at
  }

  private rise(from: number): void {
    const number = this.heap[from]!
    let at = from
    while (at > 0) {
      const above = (at - 1) >> 1
      if (!this.isBefore(number, this.heap[above]!)) break
      this.put(at, this.heap[above]!)
      at = above
    }
    this.put(at, number)
  }

  private sink(from: number): void {
    const number = this.heap[from]!
    let at = from
    for (;;) {
      let below = 2 * at + 1
      if (below >= this.size) break
      if (below + 1 < this.size && this.isBefore(this.heap[below + 1]!, this.heap[below]!)) below += 1
      if (!this.isBefore(this.heap[below]!, number)) break
      this.put(at, this.heap[below]!)
      at = below
    }
    this.put(at, number)
  }
}
