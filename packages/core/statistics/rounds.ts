/**
 * Whether accounts that take turns do so in one round or in two. The accounts of one scheduler come round together: between
 * two turns of one, every other has one. Two schedulers run at paces of their own, and their accounts slip past each other,
 * which shows within a few rounds however alike they are.
 */
import { InverseSquares } from './honest-turn.ts'
import { LastUse } from './last-use.ts'
import { logChoose } from './log-gamma.ts'
import { comeRoundShare, halvesOf } from './round-halves.ts'
import { SchedulerLaws } from './scheduler-turn.ts'
import { aliveMsDefault, presentMin, type Turns } from './turn-taking.ts'

/** Two rounds, or one, are told when they foretell the calls better than the other by so many nats … */
const roundNatsMin = 5
/** … and one only when those of the two halves come round together at least so often. */
const togetherShareMin = 0.5

/**
 * Per account 0 or 1, when two schedulers foretell the calls better than one does: minimum description length (Rissanen,
 * "Modeling by shortest data description", 1978), for the halves of those who come round together. Null where one round
 * does. O(accounts × calls).
 */
export function twoRounds(turns: Turns): Uint8Array | null {
  const halves = halvesOf(turns)
  const inSecond = halves.reduce((sum, half) => sum + half, 0)
  if (inSecond === 0 || inSecond === turns.accounts) return null
  return apartNats(turns, halves) - logChoose(turns.accounts, inSecond) >= roundNatsMin ? halves : null
}

/**
 * Whether one scheduler foretells the calls better than two do, one of the accounts with 0 in `halves` and one of those with
 * 1, and those come round together: what was used one after the other is foretold by one as well. O(accounts × calls).
 */
export function isOneRound(turns: Turns, halves: Uint8Array): boolean {
  return comeRoundShare(turns, halves) >= togetherShareMin && apartNats(turns, halves) <= -roundNatsMin
}

/**
 * Nats by which two schedulers, one of the accounts with 0 in `halves` and one of those with 1, and a law of which of them
 * is next, foretell the calls better than one scheduler; negative where one does better. O(calls log calls).
 */
function apartNats(turns: Turns, halves: Uint8Array): number {
  const { account, timeMs, accounts, refusals } = turns
  const inverseSquares = new InverseSquares(accounts)
  const uses = new LastUse(account, timeMs, accounts, aliveMsDefault, refusals)
  const whole = new SchedulerLaws(accounts, inverseSquares)
  const sides = [0, 1].map((side) => new Side(turns, (call) => halves[account[call]!] === side, inverseSquares))
  const seen = [0, 0]
  let choiceLog = 0
  for (const [call, next] of account.entries()) {
    const half = halves[next]!
    const side = sides[half]!
    uses.leave(call)
    side.leave()
    if (uses.isPresent(next) && uses.present >= presentMin) {
      whole.score(next, uses.present, uses.recency(next), uses)
      side.score(next)
      choiceLog += Math.log((seen[half]! + 0.5) / (seen[0]! + seen[1]! + 1))
    }
    seen[half]! += 1
    whole.see(next)
    uses.use(call)
    side.use(next)
  }
  return choiceLog + sides[0]!.bestLog() + sides[1]!.bestLog() - Math.max(...whole.logs)
}

/** One of two rounds by itself. */
class Side {
  private readonly uses: LastUse
  private readonly laws: SchedulerLaws
  private call = 0

  constructor(
    { account, timeMs, accounts, refusals }: Turns,
    isOwn: (call: number) => boolean,
    inverseSquares: InverseSquares,
  ) {
    const own = account.filter((_, call) => isOwn(call))
    const ownMs = timeMs.filter((_, call) => isOwn(call))
    this.uses = new LastUse(own, ownMs, accounts, aliveMsDefault, refusals)
    this.laws = new SchedulerLaws(accounts, inverseSquares)
  }

  leave(): void {
    this.uses.leave(this.call)
  }

  score(account: number): void {
    this.laws.score(account, this.uses.present, this.uses.recency(account), this.uses)
  }

  use(account: number): void {
    this.laws.see(account)
    this.uses.use(this.call)
    this.call += 1
  }

  bestLog(): number {
    return Math.max(...this.laws.logs)
  }
}
