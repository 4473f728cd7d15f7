/** A queue of what is to happen next: a binary heap, first by time, then by order of entry. */

interface Entry<T> {
  readonly timeMs: number
  readonly order: number
  readonly value: T
}

/** Events in order of time; events of the same moment leave in the order in which they came. */
export class EventQueue<T> {
  readonly #heap: Entry<T>[] = []
  #entered = 0

  /** Enters an event. O(log n). */
  push(timeMs: number, value: T): void {
    const heap = this.#heap
    const entry = { timeMs, order: this.#entered, value }
    this.#entered += 1
    let at = heap.length
    heap.push(entry)
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = heap[parent] as Entry<T>
      if (!before(entry, above)) break
      heap[at] = above
      at = parent
    }
    heap[at] = entry
  }

  /** Takes the earliest event; undefined when there is none. O(log n). */
  pop(): { readonly timeMs: number; readonly value: T } | undefined {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()
    if (first !== undefined && last !== undefined && heap.length > 0) this.#sink(last)
    return first
  }

  #sink(entry: Entry<T>): void {
    const heap = this.#heap
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1] as Entry<T>, heap[child] as Entry<T>)) child += 1
      const below = heap[child] as Entry<T>
      if (!before(below, entry)) break
      heap[at] = below
      at = child
    }
    heap[at] = entry
  }
}

function before(left: Entry<unknown>, right: Entry<unknown>): boolean {
  return left.timeMs < right.timeMs || (left.timeMs === right.timeMs && left.order < right.order)
}
