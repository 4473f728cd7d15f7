/** The calls whose intents are in a journal and that have no record yet. */
import type { Line } from './record-line.ts'

/** A line that can be among them. It knows its neighbours while it is; nobody but {@link UnderWay} sets them. */
export interface UnderWayLine extends Line {
  isUnderWay: boolean
  before: UnderWayLine | undefined
  after: UnderWayLine | undefined
}

/**
 * Lines in the order in which they came, which leave in any other. They are a chain, since a `Map` would keep them for
 * long: V8 makes it a new table after every few changes, and the table before, which lies among what lives long, holds
 * what was in it until all of that is looked through. Half of all calls were copied twice by the collector so.
 */
export class UnderWay implements Iterable<Line> {
  /** Of all of them together. */
  bytes = 0
  size = 0
  #first: UnderWayLine | undefined
  #last: UnderWayLine | undefined

  add(line: UnderWayLine): void {
    line.isUnderWay = true
    line.before = this.#last
    if (this.#last === undefined) this.#first = line
    else this.#last.after = line
    this.#last = line
    this.bytes += line.bytes
    this.size += 1
  }

  /** Nothing for a line that is not among them. */
  remove(line: UnderWayLine): void {
    if (!line.isUnderWay) return
    const { before, after } = line
    if (before === undefined) this.#first = after
    else before.after = after
    if (after === undefined) this.#last = before
    else after.before = before
    // A line that is gone must not hold on to the next ones either.
    line.before = line.after = undefined
    line.isUnderWay = false
    this.bytes -= line.bytes
    this.size -= 1
  }

  *[Symbol.iterator](): Generator<Line> {
    for (let line = this.#first; line !== undefined; line = line.after) yield line
  }
}
