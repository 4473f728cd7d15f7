/** What accounts did, record by record, in columns: about 35 bytes a record and 4 for each template that it may fill. */

import { giveBack, withoutRoom, withRoom } from '@stillhunt/core/link'

/** One record as it is put in. */
export interface UsageRow {
  readonly timeMs: number
  readonly outputTokens: number
  /** Reasoning, code, agentic and grading in percent, and 1 where it elicits reasoning. */
  readonly shares: readonly number[]
  /** What the prompt is; 0 where the record is no answered prompt that begins a conversation. */
  readonly slot: number
  /** The templates that it may fill, as values of the traits. */
  readonly values: readonly number[]
}

/** Records of one account: their places in the table, in the order of time. */
export interface UsageSpan {
  readonly from: number
  readonly to: number
}

/** See the file's header. Columns are public for reading, by place. */
export class UsageTable {
  length = 0
  timeMs: Float64Array = new Float64Array(1024)
  slot: Float64Array = new Float64Array(1024)
  outputTokens: Uint32Array = new Uint32Array(1024)
  /** Five values per record, see {@link UsageRow}. */
  shares: Uint8Array = new Uint8Array(5 * 1024)
  valuesFrom: Uint32Array = new Uint32Array(1025)
  /** How many of the records before a place have a slot. */
  openingsUntil: Uint32Array = new Uint32Array(1025)
  values: Int32Array = new Int32Array(4096)
  /** By account; nothing where it has none. */
  private spanFrom: Uint32Array = new Uint32Array(0)
  private spanTo: Uint32Array = new Uint32Array(0)

  /** Puts a record of `account` in; those of one account come one after the other, in the order of time. */
  put(account: number, row: UsageRow): void {
    this.makeRoom(row.values.length)
    const at = this.length
    this.timeMs[at] = row.timeMs
    this.slot[at] = row.slot
    this.outputTokens[at] = row.outputTokens
    this.shares.set(row.shares, 5 * at)
    this.values.set(row.values, this.valuesFrom[at])
    this.valuesFrom[at + 1] = this.valuesFrom[at]! + row.values.length
    this.openingsUntil[at + 1] = this.openingsUntil[at]! + (row.slot === 0 ? 0 : 1)
    this.length += 1
    this.spanFrom = withRoom(this.spanFrom, account + 1)
    this.spanTo = withRoom(this.spanTo, account + 1)
    if (this.spanTo[account] === 0) this.spanFrom[account] = at
    this.spanTo[account] = this.length
  }

  /** The records of an account. */
  spanOf(account: number): UsageSpan {
    return { from: this.spanFrom[account] ?? 0, to: this.spanTo[account] ?? 0 }
  }

  /** The records of an account before `beforeMs`. O(log records). */
  spanBefore(account: number, beforeMs: number): UsageSpan {
    const { from, to } = this.spanOf(account)
    let low = from
    let high = to
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.timeMs[middle]! < beforeMs) low = middle + 1
      else high = middle
    }
    return { from, to: low }
  }

  /** Whether a record fills one of `templates`. */
  fills(at: number, templates: ReadonlySet<number>): boolean {
    for (let i = this.valuesFrom[at]!; i < this.valuesFrom[at + 1]!; i += 1)
      if (templates.has(this.values[i]!)) return true
    return false
  }

  /** How many of `templates` a record fills: the sentences of a long one come together. */
  fillings(at: number, templates: ReadonlySet<number>): number {
    let fillings = 0
    for (let i = this.valuesFrom[at]!; i < this.valuesFrom[at + 1]!; i += 1)
      if (templates.has(this.values[i]!)) fillings += 1
    return fillings
  }

  /** Gives the room back that it had to grow: nothing is put in any more. */
  close(): void {
    this.values = withoutRoom(this.values, this.valuesFrom[this.length]!)
    this.timeMs = withoutRoom(this.timeMs, this.length)
    this.slot = withoutRoom(this.slot, this.length)
    this.outputTokens = withoutRoom(this.outputTokens, this.length)
    this.shares = withoutRoom(this.shares, 5 * this.length)
    this.valuesFrom = withoutRoom(this.valuesFrom, this.length + 1)
    this.openingsUntil = withoutRoom(this.openingsUntil, this.length + 1)
  }

  /** Gives its memory back at once; nothing may be asked of it afterwards. */
  end(): void {
    giveBack(this.timeMs, this.slot, this.outputTokens, this.shares, this.valuesFrom, this.openingsUntil, this.values)
    giveBack(this.spanFrom, this.spanTo)
  }

  private makeRoom(values: number): void {
    const length = this.length + 1
    this.values = withRoom(this.values, this.valuesFrom[this.length]! + values)
    this.timeMs = withRoom(this.timeMs, length)
    this.slot = withRoom(this.slot, length)
    this.outputTokens = withRoom(this.outputTokens, length)
    this.shares = withRoom(this.shares, 5 * length)
    this.valuesFrom = withRoom(this.valuesFrom, length + 1)
    this.openingsUntil = withRoom(this.openingsUntil, length + 1)
  }
}
