/** How schedulers hand calls out, as laws that say before each call who is next. */
import type { InverseSquares } from './honest-turn.ts'
import type { LastUse } from './last-use.ts'

/** The share of calls that a scheduler's law leaves to anybody: a retry, a call in flight, an account on hold. */
const lapseShare = 0.1
/** A round goes on past so many accounts in a row that are gone. */
const goneMax = 32

/** What three schedulers said of the calls; each law sums to one over the accounts present. */
export class SchedulerLaws {
  /** Log-likelihoods: uniform, least recently used, round robin. */
  readonly logs: Float64Array = new Float64Array(3)
  /** The same by account, law after law. */
  private readonly logsOf: Float64Array
  /** Per account, who was used after it the last time. */
  private readonly follower: Int32Array
  private readonly inverseSquares: InverseSquares
  private previous = -1
  private idleRankBefore = 1

  constructor(accounts: number, inverseSquares: InverseSquares) {
    this.follower = new Int32Array(accounts).fill(-1)
    this.logsOf = new Float64Array(3 * accounts)
    this.inverseSquares = inverseSquares
  }

  /** Scores one call by an account that is present, the `recency`-th last used of them. O(log calls). */
  score(account: number, present: number, recency: number, uses: LastUse): void {
    const uniform = 1 / present
    const idleRank = present - recency + 1
    // Accounts that were banned stay the longest unused: the scheduler's next is then always so many ranks behind them.
    const longestUnused =
      (this.inverseSquares.share(idleRank, present) +
        this.inverseSquares.shareAround(Math.min(this.idleRankBefore, (present + 1) >>> 1), idleRank, present)) /
      2
    this.idleRankBefore = idleRank
    const expected = this.expected(uses)
    // A round of few is a burst, a dialogue, or some agents that loop in lockstep, of which people have many.
    const isCycle = uses.isPresent(expected) && uses.idleRank(expected) <= present / 2
    const isExpected = expected === account ? 1 : 0
    this.add(0, account, uniform)
    this.add(1, account, (1 - lapseShare) * longestUnused + lapseShare * uniform)
    this.add(2, account, isCycle ? (1 - lapseShare) * isExpected + lapseShare * uniform : uniform)
  }

  /** Who comes after the account that was used last, past those that are gone; −1 where that is not known. O(1). */
  private expected(uses: LastUse): number {
    let next = this.follower[this.previous] ?? -1
    for (let gone = 0; next >= 0 && !uses.isPresent(next) && gone < goneMax; gone += 1) next = this.follower[next]!
    return next
  }

  /** What the law that foretold best said of the calls of each account. */
  bestOf(): Float64Array {
    const accounts = this.follower.length
    const at = this.logs.indexOf(Math.max(...this.logs))
    return this.logsOf.subarray(at * accounts, (at + 1) * accounts)
  }

  private add(law: number, account: number, probability: number): void {
    const log = Math.log(probability)
    this.logs[law]! += log
    this.logsOf[law * this.follower.length + account]! += log
  }

  /** Notes who was used; also where nothing was scored. Who is new joined the round in front of whoever was to come. */
  see(account: number): void {
    if (this.previous >= 0) {
      if (this.follower[account]! < 0) this.follower[account] = this.follower[this.previous]!
      this.follower[this.previous] = account
    }
    this.previous = account
  }
}
