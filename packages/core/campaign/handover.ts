/** Who handed work to whom, kept per account and renewed region by region. */
import type { Evidence, Links } from '../link.ts'
import { type SmallCircles, smallCircleMax } from './certainty.ts'
import { type Circle, circlesOf, poolAmong } from './mixing.ts'
import { handoverPairs, partnersOf } from './pool.ts'

/** What one account handed over: with whom, and the events, each once, with what each weighs. */
interface Handed {
  readonly others: number[]
  sharings: number[]
  nats: readonly number[]
}

const nothing: Handed = { others: [], sharings: [], nats: [] }

/** Hand-overs among accounts. */
export class Handovers {
  /** Per account those with which a strong link ties it through hand-overs. */
  readonly partners: Map<number, ReadonlySet<number>> = new Map()
  private readonly evidence: Evidence
  private readonly handedOf = new Map<number, Handed>()
  /** The circle of each account that is in one. */
  private readonly circleOf = new Map<number, Circle>()

  constructor(evidence: Evidence) {
    this.evidence = evidence
  }

  /**
   * Renews what is known of the accounts of a region from all links that they have, and those within it, and answers its
   * circles, largest first. A region holds whole circles: see {@link circleMates}.
   */
  renew(region: ReadonlySet<number>, links: Links, inside: Links): Circle[] {
    for (const account of region) {
      this.partners.delete(account)
      this.circleOf.delete(account)
      this.handedOf.delete(account)
    }
    const { population, sharings } = this.evidence
    const pairs = handoverPairs(population, inside, sharings)
    for (const [account, partners] of partnersOf(pairs)) this.partners.set(account, partners)
    const circles = circlesOf(pairs)
    for (const circle of circles) for (const account of circle.accounts) this.circleOf.set(account, circle)
    this.noteHandoffs(region, links)
    return circles
  }

  /** The accounts that hang together with `account`, itself among them; none where it handed nothing over. */
  circleMates(account: number): readonly number[] {
    return this.circleOf.get(account)?.accounts ?? []
  }
  /** What was seen for the account's being scheduled together with others, as the logarithm of an e-value; 0 for nothing. */
  turnNatsOf(account: number): number {
    let nats = 0
    for (const sharing of (this.handedOf.get(account) ?? nothing).sharings) {
      const { sharings } = this.evidence
      if (sharings.isSchedule(sharing)) nats = Math.max(nats, sharings.bonusNats(sharing))
    }
    return nats
  }
  /** How often the account handed work over, each cause once; that it is scheduled with others is none. */
  timesOf(account: number): number {
    const { sharings } = this.evidence
    const causes = new Set<number>()
    for (const sharing of (this.handedOf.get(account) ?? nothing).sharings)
      if (!sharings.isSchedule(sharing)) causes.add(sharings.cause(sharing))
    return causes.size
  }
  /** Circles that are small enough to be honest people's. */
  smallCircles(): SmallCircles {
    let pairs = 0
    let larger = 0
    for (const { accounts } of new Set(this.circleOf.values()))
      if (accounts.length === 2) pairs += 1
      else if (accounts.length <= smallCircleMax) larger += 1
    return { pairs, larger }
  }
  /** Those with which the account shares hand-overs, strong or not. */
  handedWithOf(account: number): readonly number[] {
    return (this.handedOf.get(account) ?? nothing).others
  }
  /** The circles that `accounts` have part in and that are one pool. */
  poolIn(accounts: ReadonlySet<number>): ReturnType<typeof poolAmong> {
    const circles = new Set<Circle>()
    for (const account of accounts) {
      const circle = this.circleOf.get(account)
      if (circle !== undefined) circles.add(circle)
    }
    const ordered = [...circles].sort(
      (x, y) => y.accounts.length - x.accounts.length || x.accounts[0]! - y.accounts[0]!,
    )
    return poolAmong(ordered)
  }
  /** The circle of an account. */
  circle(account: number): Circle | undefined {
    return this.circleOf.get(account)
  }

  /**
   * What events with the members of `group` say for `account`, each cause once, lowered by the number of members it could
   * have been with; at most `capNats`. O(1) for accounts that handed nothing over to members.
   */
  supportNats(account: number, group: ReadonlySet<number>, capNats: number): number {
    const { others: mates, sharings, nats: weights } = this.handedOf.get(account) ?? nothing
    if (!mates.some((mate) => group.has(mate))) return 0
    const others = Math.log(Math.max(1, group.size - (group.has(account) ? 1 : 0)))
    const byCause = new Map<number, number>()
    let support = 0
    const events = this.evidence.sharings
    for (const [index, sharing] of sharings.entries()) {
      const nats = weights[index]!
      const cause = events.cause(sharing)
      const known = byCause.get(cause) ?? 0
      if (nats - others <= known || !events.isWith(sharing, account, group)) continue
      byCause.set(cause, nats - others)
      support += nats - others - known
      if (support >= capNats) return capNats
    }
    return support
  }

  private noteHandoffs(region: ReadonlySet<number>, links: Links): void {
    const { sharings } = this.evidence
    const { a, b } = links.columns
    for (let i = 0; i < links.length; i += 1) {
      if (links.natsBy(i, 'handoff') <= 0) continue
      if (region.has(a[i]!)) this.note(a[i]!, b[i]!, links, i)
      if (region.has(b[i]!)) this.note(b[i]!, a[i]!, links, i)
    }
    // An event of several accounts was noted with each of them.
    const lastOf = new Int32Array(sharings.length).fill(-1)
    for (const account of region) {
      const handed = this.handedOf.get(account)
      if (handed === undefined) continue
      handed.sharings = handed.sharings.filter((sharing) => {
        const isNew = lastOf[sharing] !== account
        lastOf[sharing] = account
        return isNew
      })
      handed.nats = handed.sharings.map((sharing) => this.evidence.sharingNats(sharing))
    }
  }

  /** Notes the hand-overs of a link with one of its accounts. Makes nothing for each: links are many. */
  private note(account: number, other: number, links: Links, link: number): void {
    const { sharingsFrom, sharings } = links.columns
    let handed = this.handedOf.get(account)
    if (handed === undefined) this.handedOf.set(account, (handed = { others: [], sharings: [], nats: [] }))
    handed.others.push(other)
    for (let at = sharingsFrom[link]!; at < sharingsFrom[link + 1]!; at += 1)
      if (this.evidence.sharings.family(sharings[at]!) === 'handoff') handed.sharings.push(sharings[at]!)
  }
}
