/** Group commit: what is queued while a write is under way goes to the disk in the next one, all together. */
import { atEndOfTurn } from './turn.ts'

/** What can be queued. */
export interface Queued {
  readonly bytes: number
}

/** The most bytes of one group: what is queued beyond that goes in the next. One item may be longer. */
const groupBytesMax = 8 * 1024 * 1024

/**
 * A queue in front of a writer. A group is what was queued in one turn of the event loop, or while the writer was busy;
 * the writer has one group at a time and gets them in order.
 */
export class GroupCommit<Item extends Queued> {
  /** Bytes queued and not handed to the writer yet. */
  bytes = 0
  #items: Item[] = []
  #isBusy = false
  #waiting: (() => void)[] = []
  readonly #write: (group: readonly Item[]) => Promise<void>
  readonly #writeNow: (group: readonly Item[]) => boolean

  /**
   * `writeNow` writes a group on the spot, all of it, or answers false and has written nothing: `write` then does it in its
   * own time. That one must not reject: what fails is its own to retry or to give up.
   */
  constructor(write: (group: readonly Item[]) => Promise<void>, writeNow: (group: readonly Item[]) => boolean) {
    this.#write = write
    this.#writeNow = writeNow
  }

  push(item: Item): void {
    this.#items.push(item)
    this.bytes += item.bytes
    if (!this.#isBusy) {
      this.#isBusy = true
      atEndOfTurn('write', () => this.#drain())
    }
  }

  /** Takes queued items out, oldest first, until at most `bytesMax` are left; answers them. */
  dropOldest(bytesMax: number): Item[] {
    let count = 0
    while (this.bytes > bytesMax && count < this.#items.length) {
      this.bytes -= this.#items[count]!.bytes
      count += 1
    }
    return this.#items.splice(0, count)
  }

  /** Whether nothing is queued and the writer has nothing: what comes now may go before it in no order. */
  get isIdle(): boolean {
    return !this.#isBusy
  }

  /** Resolves when nothing is queued and the writer has nothing. */
  idle(): Promise<void> {
    return this.#isBusy ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve()
  }

  #drain(): void {
    while (this.#items.length > 0) {
      const group = this.#take()
      if (this.#writeNow(group)) continue
      void this.#write(group).then(() => this.#drain())
      return
    }
    this.#isBusy = false
    for (const resolve of this.#waiting.splice(0)) resolve()
  }

  #take(): Item[] {
    if (this.bytes <= groupBytesMax) {
      const all = this.#items
      this.#items = []
      this.bytes = 0
      return all
    }
    let bytes = 0
    let count = 0
    for (const item of this.#items) {
      if (count > 0 && bytes + item.bytes > groupBytesMax) break
      bytes += item.bytes
      count += 1
    }
    this.bytes -= bytes
    return this.#items.splice(0, count)
  }
}
