/**
 * The matched reference: for each member accounts outside that are like it in plan, dialect, model, client program
 * and volume.
 *
 * A group is compared with its like and never with everybody: whoever does one thing all day differs from the mean, be
 * it a translator or a harvester. Where too few are alike, demands are dropped one by one, volume last.
 */
import type { ClassedAccount } from './account-class.ts'

/** Reference accounts per member, and in all. */
const perMemberMax = 4
const referenceMax = 1000

/** What is demanded of a match, strictest first. */
const demands: readonly ((account: ClassedAccount) => string)[] = [
  ({ plan, dialect, model, client, interactions }) =>
    [plan, dialect, model, client, volumeClass(interactions)].join('\n'),
  ({ plan, dialect, model, interactions }) => [plan, dialect, model, volumeClass(interactions)].join('\n'),
  ({ plan, dialect, interactions }) => [plan, dialect, volumeClass(interactions)].join('\n'),
  ({ dialect, interactions }) => [dialect, volumeClass(interactions)].join('\n'),
  ({ interactions }) => `${volumeClass(interactions)}`,
]

/** Volumes within a factor of two are alike. */
function volumeClass(interactions: number): number {
  return Math.floor(Math.log2(Math.max(1, interactions)))
}

/**
 * Accounts that may serve as reference, in the order in which they came first, so that their names decide nothing. What one
 * group after the other asks of them is sorted out once.
 */
export class Candidates {
  private readonly ordered: readonly ClassedAccount[]
  /** Per demand those that are alike by it. */
  private readonly pools: ReadonlyMap<string, readonly ClassedAccount[]>[] = []
  private readonly peers = new Map<string, readonly ClassedAccount[]>()

  constructor(accounts: Iterable<ClassedAccount>) {
    this.ordered = [...accounts].sort(byArrival)
  }

  /** Those matched to `members`, each at most once, in their order. O(members + candidates), sorted out once. */
  matchedTo(members: readonly ClassedAccount[]): ClassedAccount[] {
    const taken = new Set<number>()
    const wanted = Math.min(perMemberMax, Math.floor(referenceMax / Math.max(1, members.length)) || 1)
    const missing = new Map(members.map((member) => [member, wanted]))
    for (const [index, demand] of demands.entries()) {
      const pools = (this.pools[index] ??= Map.groupBy(this.ordered, demand))
      const next = new Map<string, number>()
      for (const [member, count] of missing) {
        const key = demand(member)
        missing.set(member, count - take(pools.get(key) ?? [], count, taken, next, key))
      }
    }
    return this.ordered.filter(({ index }) => taken.has(index)).slice(0, referenceMax)
  }

  /** All of the plans and dialects that occur among `members`, whatever their volume; for the same ones the same list. */
  peersOf(members: readonly ClassedAccount[]): readonly ClassedAccount[] {
    const kinds = new Set(members.map(kindOf))
    const key = JSON.stringify([...kinds].sort())
    let peers = this.peers.get(key)
    if (peers === undefined)
      this.peers.set(key, (peers = this.ordered.filter((candidate) => kinds.has(kindOf(candidate)))))
    return peers
  }
}

function kindOf({ plan, dialect }: ClassedAccount): string {
  return `${plan}\n${dialect}`
}

/** Marks up to `count` accounts of a pool as taken and answers how many; `next` remembers how far the pool was read. */
function take(
  pool: readonly ClassedAccount[],
  count: number,
  taken: Set<number>,
  next: Map<string, number>,
  key: string,
): number {
  let at = next.get(key) ?? 0
  let found = 0
  while (found < count && at < pool.length) {
    const { index } = pool[at]!
    at += 1
    if (taken.has(index)) continue
    taken.add(index)
    found += 1
  }
  next.set(key, at)
  return found
}

function byArrival(a: ClassedAccount, b: ClassedAccount): number {
  return a.firstMs - b.firstMs || a.lastMs - b.lastMs || a.interactions - b.interactions || a.index - b.index
}
