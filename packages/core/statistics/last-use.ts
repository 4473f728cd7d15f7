/** Who is there, and in which order they were last used: a Fenwick tree over the calls. */

/** Accounts that were turned away as such, in the order of time: whoever was is gone until it is used again. */
export interface Refusals {
  readonly account: Int32Array
  /** When, in milliseconds, ascending. */
  readonly timeMs: Float64Array
}

const noRefusals: Refusals = { account: new Int32Array(0), timeMs: new Float64Array(0) }

/**
 * Walks a time-ordered sequence of uses. An account is *present* before a call when its last use is at most `aliveMs`
 * ago and it was not refused since. O(log calls) per question.
 */
export class LastUse {
  private readonly account: Int32Array
  private readonly timeMs: Float64Array
  private readonly aliveMs: number
  private readonly refusals: Refusals
  /** Per account the call that used it last, −1 for none; kept when it leaves. */
  private readonly last: Int32Array
  private readonly isThere: Uint8Array
  private readonly uses: Int32Array
  /** Over calls: 1 where an account that is present was used last. */
  private readonly tree: Int32Array
  private oldest = 0
  private refusal = 0
  private presentCount = 0
  private presentUseCount = 0

  constructor(
    account: Int32Array,
    timeMs: Float64Array,
    accounts: number,
    aliveMs: number,
    refusals: Refusals = noRefusals,
  ) {
    this.account = account
    this.timeMs = timeMs
    this.aliveMs = aliveMs
    this.refusals = refusals
    this.last = new Int32Array(accounts).fill(-1)
    this.isThere = new Uint8Array(accounts)
    this.uses = new Int32Array(accounts)
    this.tree = new Int32Array(account.length + 1)
  }

  /** Lets those go that are silent too long at this call, or were refused before it; to be asked before all else. */
  leave(call: number): void {
    const now = this.timeMs[call]!
    for (; this.oldest < call && this.timeMs[this.oldest]! < now - this.aliveMs; this.oldest += 1) {
      const account = this.account[this.oldest]!
      if (this.last[account] === this.oldest) this.go(account)
    }
    const { account, timeMs } = this.refusals
    for (; this.refusal < account.length && timeMs[this.refusal]! < now; this.refusal += 1)
      this.go(account[this.refusal]!)
  }

  /** Uses this call's account: it is now the one used last. */
  use(call: number): void {
    const account = this.account[call]!
    if (this.isThere[account] === 1) this.add(this.last[account]!, -1)
    else {
      this.presentCount += 1
      this.presentUseCount += this.uses[account]!
    }
    this.isThere[account] = 1
    this.uses[account]! += 1
    this.presentUseCount += 1
    this.last[account] = call
    this.add(call, 1)
  }

  /** Accounts that are present. */
  get present(): number {
    return this.presentCount
  }
  /** Uses so far of all that are present, and of one account. */
  get presentUses(): number {
    return this.presentUseCount
  }
  usesOf(account: number): number {
    return this.uses[account]!
  }
  /** Whether the account is present; −1 never is. */
  isPresent(account: number): boolean {
    return this.isThere[account] === 1
  }
  /** 1 for the account that is longest unused among those present, up to {@link present} for the one just used. */
  idleRank(account: number): number {
    let rank = 0
    for (let at = this.last[account]! + 1; at > 0; at -= at & -at) rank += this.tree[at]!
    return rank
  }

  /** 1 for the account just used, up to {@link present} for the one that is longest unused. */
  recency(account: number): number {
    return this.presentCount - this.idleRank(account) + 1
  }

  private go(account: number): void {
    if (this.isThere[account] === 0) return
    this.isThere[account] = 0
    this.presentCount -= 1
    this.presentUseCount -= this.uses[account]!
    this.add(this.last[account]!, -1)
  }

  private add(call: number, change: number): void {
    for (let at = call + 1; at < this.tree.length; at += at & -at) this.tree[at]! += change
  }
}
