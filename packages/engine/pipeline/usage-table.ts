/** What accounts did, record by record, in columns: about 35 bytes a record and 4 for each template that it may fill. */

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

const none: UsageSpan = { from: 0, to: 0 }

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
  private readonly spans = new Map<number, UsageSpan>()

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
    this.spans.set(account, { from: this.spans.get(account)?.from ?? at, to: this.length })
  }

  /** The records of an account. */
  spanOf(account: number): UsageSpan {
    return this.spans.get(account) ?? none
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

  private makeRoom(values: number): void {
    const used = this.valuesFrom[this.length]!
    if (used + values > this.values.length)
      this.values = copyInto(new Int32Array(Math.ceil(growth * (used + values))), this.values)
    if (this.length < this.timeMs.length) return
    const room = Math.ceil(growth * this.length)
    this.timeMs = copyInto(new Float64Array(room), this.timeMs)
    this.slot = copyInto(new Float64Array(room), this.slot)
    this.outputTokens = copyInto(new Uint32Array(room), this.outputTokens)
    this.shares = copyInto(new Uint8Array(5 * room), this.shares)
    this.valuesFrom = copyInto(new Uint32Array(room + 1), this.valuesFrom)
    this.openingsUntil = copyInto(new Uint32Array(room + 1), this.openingsUntil)
  }
}

/** Columns grow by this factor: while they do, the old one and the new one are held. */
const growth = 1.5

function copyInto<T extends Float64Array | Uint32Array | Int32Array | Uint8Array>(target: T, source: T): T {
  target.set(source)
  return target
}
