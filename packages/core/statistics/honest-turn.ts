/** How people who know nothing of each other take turns, as laws that say before each call who is next. */
import { peopleConcentrations } from './evenness.ts'
import { LogSums } from './log-sums.ts'

/** The laws that count as honest: every concentration with every share of bursts. */
export interface HonestTurns {
  /** Pólya urns: small where few use most. The rates of people are then gamma with this shape. */
  readonly concentrations: readonly number[]
  /** Shares of calls, in [0, 1), that come from who was there just now rather than from anybody. */
  readonly burstShares: readonly number[]
}

/** From a few heavy users to people as alike as a class at one task; from no bursts to nine calls in ten. */
export const honestTurns: HonestTurns = {
  concentrations: peopleConcentrations,
  burstShares: [0, 0.25, 0.5, 0.75, 0.9],
}

/** What is known of the account that was used, before it was. */
export interface Situation {
  /** Accounts present, and their uses so far. */
  readonly present: number
  readonly presentUses: number
  /** Its own uses so far. */
  readonly uses: number
  /** 1 when it was also the last to be used, up to `present` when all others were used since. */
  readonly recency: number
}

/**
 * Accumulates what each honest law said of each call. A law is an urn (an account is next in proportion to its uses so
 * far plus the concentration: Blackwell and MacQueen, Ferguson distributions via Pólya urn schemes, 1973) mixed with
 * bursts. A burst is, in equal parts: the same account again; any by the inverse square of its recency, since several
 * people may be busy at once; and one about as recent as the last was, since agents that loop at a steady pace follow
 * each other in lockstep, but hardly ever more than half of all that are present. Each law sums to one over the accounts
 * present.
 */
export class HonestTurnLaws {
  private readonly concentrations: Float64Array
  private readonly burstShares: Float64Array
  private readonly laws: number
  /** Log-likelihoods by law. */
  private readonly logs: LogSums
  /** The same by account, law after law; null where nobody asks for it. */
  private readonly logsOf: LogSums | null
  private readonly accounts: number
  private readonly inverseSquares: InverseSquares
  private recencyBefore = 1

  /** `accounts`: how many are told apart by {@link bestOf}, null for none, which saves half of the time and most of the memory. */
  constructor({ concentrations, burstShares }: HonestTurns, inverseSquares: InverseSquares, accounts: number | null) {
    this.accounts = accounts ?? 0
    this.concentrations = Float64Array.from(concentrations)
    this.burstShares = Float64Array.from(burstShares)
    this.laws = concentrations.length * burstShares.length
    this.logs = new LogSums(this.laws)
    this.logsOf = accounts === null ? null : new LogSums(this.laws * accounts)
    this.inverseSquares = inverseSquares
  }

  /** Scores one call of `account`. O(laws). */
  score(account: number, { present, presentUses, uses, recency }: Situation): void {
    const lockstep = this.inverseSquares.shareAround(Math.min(this.recencyBefore, present >>> 1), recency, present)
    const burst = ((recency === 1 ? 1 : 0) + this.inverseSquares.share(recency, present) + lockstep) / 3
    this.recencyBefore = recency
    let law = 0
    for (const concentration of this.concentrations) {
      const urn = (uses + concentration) / (presentUses + concentration * present)
      for (const burstShare of this.burstShares) {
        const probability = (1 - burstShare) * urn + burstShare * burst
        this.logs.add(law, probability)
        this.logsOf?.add(law * this.accounts + account, probability)
        law += 1
      }
    }
  }

  /** The log-likelihood of the law that explains the calls best: what a bet against all of them has to beat. */
  best(): number {
    return Math.max(...this.logs.slice(0, this.laws))
  }

  /** What that law said of the calls of each account; to be asked only where accounts are told apart. */
  bestOf(): Float64Array {
    const law = this.logs.slice(0, this.laws).indexOf(this.best())
    return this.logsOf!.slice(law * this.accounts, (law + 1) * this.accounts)
  }
}

/** Laws on ranks 1 … n whose mass falls with the square of the distance: near one rank, and nowhere nought. */
export class InverseSquares {
  private readonly total: Float64Array

  /** For n up to `most`. */
  constructor(most: number) {
    this.total = new Float64Array(most + 1)
    for (let rank = 1; rank <= most; rank += 1) this.total[rank] = this.total[rank - 1]! + 1 / (rank * rank)
  }

  /** The mass of `rank` among `ranks`. */
  share(rank: number, ranks: number): number {
    return 1 / (rank * rank * this.total[ranks]!)
  }

  /** The mass of `rank` among `ranks` in proportion to 1 / (1 + |rank − center|)², `center` among them. */
  shareAround(center: number, rank: number, ranks: number): number {
    const distance = 1 + Math.abs(rank - center)
    const total = this.total[center]! + this.total[ranks - center + 1]! - 1
    return 1 / (distance * distance * total)
  }
}
