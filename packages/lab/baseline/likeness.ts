/** Which accounts are alike by what they have in common: sparse rows, compared by way of their shared objects only. */

/** What an account has: objects with weights, each object once. */
export type Row = ReadonlyMap<number, number>

/** Two accounts, `a` below `b`, and what they have in common. */
export interface Pair {
  readonly a: number
  readonly b: number
  /** Sum over common objects of the product of the weights. */
  readonly common: number
  /** How many objects that is. */
  readonly objects: number
}

/** An object of more accounts is passed over: its pairs would be the square of them, and it tells least. */
const holdersMax = 300
/** Where pairs would be more in all, only the rarer objects count. Bounds time and memory. */
const visitsMax = 20_000_000

/** Every pair that has at least `objectsMin` objects in common. O(Σ holders²), at most {@link visitsMax}. */
export function pairsOf(rows: readonly Row[], objectsMin: number): Pair[] {
  const holders = new Map<number, number[]>()
  for (const [account, row] of rows.entries())
    for (const object of row.keys()) {
      const known = holders.get(object)
      if (known === undefined) holders.set(object, [account])
      else known.push(account)
    }
  const rareMax = rarestUpTo([...holders.values()].map(({ length }) => length))
  const pairs: Pair[] = []
  const common = new Float64Array(rows.length)
  const objects = new Int32Array(rows.length)
  for (const [a, row] of rows.entries()) {
    const touched: number[] = []
    for (const [object, weight] of row) {
      const others = holders.get(object)!
      if (others.length > rareMax) continue
      for (let at = others.length - 1; others[at]! > a; at -= 1) {
        const b = others[at]!
        if (objects[b] === 0) touched.push(b)
        objects[b]! += 1
        common[b]! += weight * rows[b]!.get(object)!
      }
    }
    for (const b of touched.sort((x, y) => x - y)) {
      if (objects[b]! >= objectsMin) pairs.push({ a, b, common: common[b]!, objects: objects[b]! })
      objects[b] = 0
      common[b] = 0
    }
  }
  return pairs
}

/** The most accounts that an object may have, such that all pairs behind such objects can be visited. */
function rarestUpTo(counts: readonly number[]): number {
  const visits = new Float64Array(holdersMax + 1)
  for (const count of counts) if (count <= holdersMax) visits[count]! += (count * (count - 1)) / 2
  let total = 0
  for (const [count, of] of visits.entries()) {
    total += of
    if (total > visitsMax) return count - 1
  }
  return holdersMax
}
