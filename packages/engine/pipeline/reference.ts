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
 * Accounts of `candidates` matched to `members`, each at most once, in a fixed order. Candidates are taken in the order in
 * which they came first, so that their names decide nothing. O(members + candidates log candidates).
 */
export function matchReference(
  members: readonly ClassedAccount[],
  candidates: readonly ClassedAccount[],
): ClassedAccount[] {
  const ordered = candidates.toSorted(byArrival)
  const taken = new Set<number>()
  const wanted = Math.min(perMemberMax, Math.floor(referenceMax / Math.max(1, members.length)) || 1)
  const missing = new Map(members.map((member) => [member, wanted]))
  for (const demand of demands) {
    const pools = Map.groupBy(ordered, demand)
    const next = new Map<string, number>()
    for (const [member, count] of missing) {
      const key = demand(member)
      missing.set(member, count - take(pools.get(key) ?? [], count, taken, next, key))
    }
  }
  return ordered.filter(({ index }) => taken.has(index)).slice(0, referenceMax)
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

/** All `candidates` of the plans and dialects that occur among `members`, whatever their volume. */
export function peersOf(members: readonly ClassedAccount[], candidates: readonly ClassedAccount[]): ClassedAccount[] {
  const kind = ({ plan, dialect }: ClassedAccount): string => `${plan}\n${dialect}`
  const kinds = new Set(members.map(kind))
  return candidates.filter((candidate) => kinds.has(kind(candidate))).sort(byArrival)
}

function byArrival(a: ClassedAccount, b: ClassedAccount): number {
  return a.firstMs - b.firstMs || a.lastMs - b.lastMs || a.interactions - b.interactions || a.index - b.index
}
