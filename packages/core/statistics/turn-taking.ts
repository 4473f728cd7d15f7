/**
 * Whether accounts are used in turn. People use their own account when they please, in bursts, some far more than
 * others; a scheduler hands calls out: to any account, to the one longest unused, or round and round. Both are asked
 * before each call who is next, and what they said is compared. Whatever a relay mixes in, its scheduler handles too.
 */
import { averageEvidence, logPOfEvidence } from './e-value.ts'
import { HonestTurnLaws, type HonestTurns, honestTurns, InverseSquares } from './honest-turn.ts'
import { LastUse, type Refusals } from './last-use.ts'
import { SchedulerLaws } from './scheduler-turn.ts'

/** A time-ordered sequence of uses. */
export interface Turns {
  /** Account per call, dense indices in [0, accounts). */
  readonly account: Int32Array
  /** When, in milliseconds, ascending. */
  readonly timeMs: Float64Array
  readonly accounts: number
  /** Accounts that were refused are no longer there: a scheduler passes over those that are banned. */
  readonly refusals?: Refusals
}

/** How far back an account still counts as there, in milliseconds; longer silence is leaving, coming back is joining. */
export const aliveMsDefault: number = 7 * 86_400_000

/** Calls are scored while so many accounts are present: two or three people whose agents loop at one pace take turns, too. */
export const presentMin = 5

/** What turn-taking shows, with figures for a sentence. */
export interface TurnTaking {
  /** The mean of the schedulers' e-values, as a logarithm in nats: an e-value itself, read at the end. */
  readonly logE: number
  /**
   * The same without any account at random: an e-value that people earn only by keeping an order, however alike they
   * are in how much they do. What a claim should rest on, unless {@link uniformLogE} is large.
   */
  readonly orderLogE: number
  /** min(1, 1/e) of {@link logE}. */
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
  /** Per account, how much better the best scheduler foretold its calls than the best honest law did, in nats. */
  readonly gain: Float64Array
}

/**
 * Reads the sequence once. Null: at every scored call, given the past and who is there, the next account follows one of
 * the honest laws, the same one throughout; since the bet has to beat the best of them, it is an e-value whichever it
 * is (Wasserman, Ramdas and Balakrishnan, Universal inference, 2020). Joining and coming back are not scored.
 * Accounts that are more alike than that, or timers of one period, are no part of the null: they look like a pool.
 * Give calls that open a conversation or a session ({@link sessionOpenings}) rather than every step of an agent: where
 * sessions are sticky only those are scheduled, and people's agents that loop at once come in lockstep.
 * O(calls × (laws + log calls)).
 */
export function turnTaking(
  turns: Turns,
  aliveMs: number = aliveMsDefault,
  honestLaws: HonestTurns = honestTurns,
): TurnTaking {
  return summary(turns, scored(turns, aliveMs, honestLaws, turns.accounts))
}

/** {@link TurnTaking.orderLogE} alone, for who compares many sequences: in half of the time, and little memory. */
export function turnOrderLogE(turns: Turns): number {
  const { schedulers, honest } = scored(turns, aliveMsDefault, honestTurns, null)
  const honestLog = honest.best()
  return averageEvidence(schedulers.logs.map((log) => log - honestLog).subarray(1))
}

/** What all laws said of the calls, and the turn shares of those that were scored. */
interface Scored {
  readonly schedulers: SchedulerLaws
  readonly honest: HonestTurnLaws
  readonly shares: number[]
}

/** `toldApart`: accounts of which the honest laws are asked one by one, see {@link HonestTurnLaws}. */
function scored(turns: Turns, aliveMs: number, honestLaws: HonestTurns, toldApart: number | null): Scored {
  const uses = new LastUse(turns.account, turns.timeMs, turns.accounts, aliveMs, turns.refusals)
  const inverseSquares = new InverseSquares(turns.accounts)
  const honest = new HonestTurnLaws(honestLaws, inverseSquares, toldApart)
  const schedulers = new SchedulerLaws(turns.accounts, inverseSquares)
  const shares: number[] = []
  for (const [call, account] of turns.account.entries()) {
    uses.leave(call)
    const { present, presentUses } = uses
    if (uses.isPresent(account) && present >= presentMin) {
      const recency = uses.recency(account)
      honest.score(account, { present, presentUses, uses: uses.usesOf(account), recency })
      schedulers.score(account, present, recency, uses)
      shares.push((recency - 1) / (present - 1))
    }
    schedulers.see(account)
    uses.use(call)
  }
  return { schedulers, honest, shares }
}

function summary(turns: Turns, { schedulers, honest, shares }: Scored): TurnTaking {
  const honestLog = honest.best()
  const logs = schedulers.logs.map((log) => log - honestLog)
  const honestOf = honest.bestOf()
  const logE = averageEvidence(logs)
  return {
    logE,
    orderLogE: averageEvidence(logs.subarray(1)),
    p: Math.exp(logPOfEvidence(logE)),
    uniformLogE: logs[0]!,
    leastRecentLogE: logs[1]!,
    roundRobinLogE: logs[2]!,
    accounts: new Set(turns.account).size,
    calls: turns.account.length,
    scored: shares.length,
    medianTurnShare: Float64Array.from(shares).sort()[shares.length >>> 1] ?? 0,
    gain: schedulers.bestOf().map((log, account) => log - honestOf[account]!),
  }
}

/**
 * The calls that begin a session: an account's first, and those after at least `gapMs` of its silence. O(calls).
 */
export function sessionOpenings({ account, timeMs, ...turns }: Turns, gapMs: number): Turns {
  const lastMs = new Float64Array(turns.accounts).fill(-Infinity)
  const opens = account.map((one, call) => {
    const isOpening = timeMs[call]! - lastMs[one]! >= gapMs
    lastMs[one] = timeMs[call]!
    return isOpening ? 1 : 0
  })
  return {
    ...turns,
    account: account.filter((_, call) => opens[call] === 1),
    timeMs: timeMs.filter((_, call) => opens[call] === 1),
  }
}
