/**
 * Whether accounts are used in turn. People use their own account when they please, in bursts, some far more than
 * others; a scheduler hands calls out: to any account, to the one longest unused, or round and round. Both are asked
 * before each call who is next, and what they said is compared. Whatever a relay mixes in, its scheduler handles too.
 */
import { averageEvidence, logPOfEvidence } from './e-value.ts'
import { HonestTurnLaws, type HonestTurns, honestTurns, InverseSquares } from './honest-turn.ts'
import { LastUse } from './last-use.ts'

/** A time-ordered sequence of uses. */
export interface Turns {
  /** Account per call, dense indices in [0, accounts). */
  readonly account: Int32Array
  /** When, in milliseconds, ascending. */
  readonly timeMs: Float64Array
  readonly accounts: number
}

/** How far back an account still counts as there, in milliseconds; longer silence is leaving, coming back is joining. */
export const aliveMsDefault: number = 7 * 86_400_000

/** The share of calls that a scheduler's law leaves to anybody: a retry, a call in flight, an account on hold. */
const lapseShare = 0.1
/** Calls are scored while so many accounts are present: two or three people whose agents loop at one pace take turns, too. */
export const presentMin = 5

/** What turn-taking shows, with figures for a sentence. */
export interface TurnTaking {
  /** The mean of the schedulers' e-values, as a logarithm in nats: an e-value itself, read at the end. */
  readonly logE: number
  /** min(1, 1/e). */
  readonly p: number
  /** Log e-values, in nats, of any account, the one longest unused, and round and round. */
  readonly uniformLogE: number
  readonly leastRecentLogE: number
  readonly roundRobinLogE: number
  /** Accounts that were used at all. */
  readonly accounts: number
  readonly calls: number
  /** Calls that were scored: neither an account's first nor its first after long silence, and with {@link presentMin} present. */
  readonly scored: number
  /**
   * The median, over scored calls, of the accounts that had a turn since this one's last, as a share of the others that
   * were there: 1 in strict turn, about ½ at random, 0 in bursts; 0 when nothing was scored.
   */
  readonly medianTurnShare: number
}

/**
 * Reads the sequence once. Null: at every scored call, given the past and who is there, the next account follows one of
 * the honest laws, the same one throughout; since the bet has to beat the best of them, it is an e-value whichever it
 * is (Wasserman, Ramdas and Balakrishnan, Universal inference, 2020). Joining and coming back are not scored.
 * Independent accounts that are equally active, or timers of one period, are no part of the null: they look like a pool.
 * Give calls that open a conversation or a session rather than every step of an agent: where sessions are sticky only
 * those are scheduled, and people's agents that loop at once come in lockstep.
 * O(calls × (laws + log calls)).
 */
export function turnTaking(
  turns: Turns,
  aliveMs: number = aliveMsDefault,
  honestLaws: HonestTurns = honestTurns,
): TurnTaking {
  const uses = new LastUse(turns.account, turns.timeMs, turns.accounts, aliveMs)
  const inverseSquares = new InverseSquares(turns.accounts)
  const honest = new HonestTurnLaws(honestLaws, inverseSquares)
  const schedulers = new SchedulerLaws(turns.accounts, inverseSquares)
  const shares: number[] = []
  for (const [call, account] of turns.account.entries()) {
    uses.leave(call)
    const { present, presentUses } = uses
    if (uses.isPresent(account) && present >= presentMin) {
      const recency = present - uses.idleRank(account) + 1
      honest.score({ present, presentUses, uses: uses.usesOf(account), recency })
      schedulers.score(account, present, recency, uses)
      shares.push((recency - 1) / (present - 1))
    }
    schedulers.see(account)
    uses.use(call)
  }
  return summary(turns, schedulers.logs, honest.best(), shares)
}

function summary(turns: Turns, schedulers: Float64Array, honest: number, shares: number[]): TurnTaking {
  const logs = schedulers.map((log) => log - honest)
  const logE = averageEvidence(logs)
  return {
    logE,
    p: Math.exp(logPOfEvidence(logE)),
    uniformLogE: logs[0]!,
    leastRecentLogE: logs[1]!,
    roundRobinLogE: logs[2]!,
    accounts: new Set(turns.account).size,
    calls: turns.account.length,
    scored: shares.length,
    medianTurnShare: Float64Array.from(shares).sort()[shares.length >>> 1] ?? 0,
  }
}

/** What three schedulers said of the calls; each law sums to one over the accounts present. */
class SchedulerLaws {
  /** Log-likelihoods: uniform, least recently used, round robin. */
  readonly logs: Float64Array = new Float64Array(3)
  /** Per account, who was used after it the last time. */
  private readonly follower: Int32Array
  private readonly inverseSquares: InverseSquares
  private previous = -1
  private idleRankBefore = 1

  constructor(accounts: number, inverseSquares: InverseSquares) {
    this.follower = new Int32Array(accounts).fill(-1)
    this.inverseSquares = inverseSquares
  }

  score(account: number, present: number, recency: number, uses: LastUse): void {
    const uniform = 1 / present
    const idleRank = present - recency + 1
    // Accounts that were banned stay the longest unused: the scheduler's next is then always so many ranks behind them.
    const longestUnused =
      (this.inverseSquares.share(idleRank, present) +
        this.inverseSquares.shareAround(Math.min(this.idleRankBefore, (present + 1) >>> 1), idleRank, present)) /
      2
    this.idleRankBefore = idleRank
    const expected = this.follower[this.previous] ?? -1
    // A round of few is a burst, a dialogue, or some agents that loop in lockstep, of which people have many.
    const isCycle = uses.isPresent(expected) && uses.idleRank(expected) <= present / 2
    const isExpected = expected === account ? 1 : 0
    this.logs[0]! += Math.log(uniform)
    this.logs[1]! += Math.log((1 - lapseShare) * longestUnused + lapseShare * uniform)
    this.logs[2]! += Math.log(isCycle ? (1 - lapseShare) * isExpected + lapseShare * uniform : uniform)
  }

  see(account: number): void {
    if (this.previous >= 0) this.follower[this.previous] = account
    this.previous = account
  }
}
