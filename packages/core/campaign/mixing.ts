/**
 * Which accounts among which work goes around are one pool, and which are several: circles of their own, as people with a
 * second account have, or as another operator's accounts are, however alike what they do.
 *
 * Two circles without a hand-over between them are one pool when that describes what was seen in fewer words (minimum
 * description length, Rissanen, "Modeling by shortest data description", 1978). As one pool, the pairs that handed work
 * over are any of the pairs of its accounts. As two, they are pairs within either, and it has to be said which accounts are
 * in which, and that each of the two is somebody's. A few hand-overs among many accounts leave pieces that say little;
 * dense circles with nothing in between are two. How often a pair did it does not count: a relay that goes through its
 * accounts in turn fails over to the same next one each time.
 */

/** Two accounts between which work was handed over. */
export interface HandoverPair {
  readonly a: number
  readonly b: number
}

/** Accounts that hang together by hand-overs, ascending, and the number of pairs that do it. */
export interface Circle {
  readonly accounts: readonly number[]
  readonly pairs: number
}

/** One person in twenty has a second account, one in four hundred a third, … */
const anotherAccountProbability = 0.05
/** … but that accounts have one operator is never less likely than this, however many they are. */
const operatorProbability = 1e-4

/** Circles of accounts that do alike are one pool unless hand-overs speak against it by more than this. */
const joinNatsMin = -3

/** The connected parts of the graph of hand-overs, largest first, then in order of their accounts. O(pairs). */
export function circlesOf(pairs: readonly HandoverPair[]): Circle[] {
  const parent = new Map<number, number>()
  const rootOf = (account: number): number => {
    let root = account
    for (let next = parent.get(root); next !== undefined && next !== root; next = parent.get(root)) root = next
    parent.set(account, root)
    return root
  }
  for (const { a, b } of pairs) parent.set(rootOf(a), rootOf(b))
  const circles = new Map<number, { accounts: number[]; pairs: number }>()
  for (const account of [...parent.keys()].sort((x, y) => x - y)) {
    const circle = circles.get(rootOf(account))
    if (circle === undefined) circles.set(rootOf(account), { accounts: [account], pairs: 0 })
    else circle.accounts.push(account)
  }
  for (const { a } of pairs) circles.get(rootOf(a))!.pairs += 1
  return [...circles.values()].sort((x, y) => y.accounts.length - x.accounts.length || x.accounts[0]! - y.accounts[0]!)
}

/** How many accounts, and pairs of them that handed work over. */
export interface Extent {
  readonly accounts: number
  readonly pairs: number
}

/** Nats by which one pool describes two unconnected circles better than two pools do. O(pairs). */
export function joinNats(x: Extent, y: Extent): number {
  const both = { accounts: x.accounts + y.accounts, pairs: x.pairs + y.pairs }
  const split = logChoose(both.accounts, Math.min(x.accounts, y.accounts))
  return split + poolNats(x) + poolNats(y) - poolNats(both)
}

/** Whether circles of accounts that do alike are one pool. */
export function isOnePool(x: Extent, y: Extent): boolean {
  return joinNats(x, y) >= joinNatsMin
}

/** The circles that are one pool with the first of them; they come largest first. O(circles). */
export function poolAmong(circles: readonly Circle[]): {
  readonly extent: Extent
  readonly circles: readonly Circle[]
} {
  const inPool: Circle[] = []
  let extent: Extent = { accounts: 0, pairs: 0 }
  for (const circle of circles) {
    const own = { accounts: circle.accounts.length, pairs: circle.pairs }
    if (inPool.length > 0 && !isOnePool(extent, own)) continue
    inPool.push(circle)
    extent = { accounts: extent.accounts + own.accounts, pairs: extent.pairs + own.pairs }
  }
  return { extent, circles: inPool }
}

/** What it takes to say that so many accounts are somebody's, and which pairs of them handed work over. */
function poolNats({ accounts, pairs }: Extent): number {
  const party = Math.max(anotherAccountProbability ** (accounts - 1), operatorProbability)
  return logChoose((accounts * (accounts - 1)) / 2, pairs) - Math.log(party)
}

/** Larger numbers are chosen by Stirling's formula, which is right to a ten-thousandth of a nat there. */
const countedOutMax = 2000

/** Logarithm of the number of ways to choose `k` of `n`. O(least of k, n − k and 2,000). */
function logChoose(n: number, k: number): number {
  const least = Math.min(k, n - k)
  if (least > countedOutMax) return logFactorial(n) - logFactorial(least) - logFactorial(n - least)
  let sum = 0
  for (let i = least; i > 0; i -= 1) sum += Math.log((n - least + i) / i)
  return sum
}

/** Stirling's formula with its first correction, for `n` of some hundreds and more. */
function logFactorial(n: number): number {
  return n * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI * n) + 1 / (12 * n)
}
