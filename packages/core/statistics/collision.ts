/**
 * How often the fillings of a template come back. Genuine demand has favourites, which several people ask for; a work
 * queue that is dealt out to accounts gives each filling to one of them, or to so many as there are rollouts.
 */
import { permutationP, permutationTest } from './permutation.ts'
import type { Random } from './random.ts'

/** Uses of a template: what it was filled with, and by which account. */
export interface SlotUses {
  /** Per use a dense index of the filling; equal fillings have equal indices. */
  readonly slot: Int32Array
  readonly account: Int32Array
}

/** Pairs of uses that have the filling in common but not the account. O(n log n). */
export function crossCollisions(uses: SlotUses): number {
  return collisionsAmong(uses, slotOrder(uses), undefined)
}

/** Uses by filling, then by account. */
function slotOrder({ slot, account }: SlotUses): Int32Array {
  return Int32Array.from(slot.keys()).sort((a, b) => slot[a]! - slot[b]! || account[a]! - account[b]! || a - b)
}

/** Per filling the pairs of uses, less those of one account; of the uses labelled 1, or of all. */
function collisionsAmong({ slot, account }: SlotUses, order: Int32Array, labels: Int32Array | undefined): number {
  let pairs = 0
  let [slotUses, accountUses] = [0, 0]
  let [slotBefore, accountBefore] = [-1, -1]
  for (const use of order) {
    if (labels !== undefined && labels[use] !== 1) continue
    if (slot[use] !== slotBefore) [slotUses, accountUses] = [0, 0]
    else if (account[use] !== accountBefore) accountUses = 0
    pairs += slotUses - accountUses
    slotUses += 1
    accountUses += 1
    slotBefore = slot[use]!
    accountBefore = account[use]!
  }
  return pairs
}

/** What a deficit of collisions was found. */
export interface CollisionDeficit {
  /** Pairs of different accounts' uses with one filling: seen, and what the mean relabelling has. */
  readonly collisions: number
  readonly expected: number
  /** Small when the group's accounts have too few fillings in common. */
  readonly p: number
}

/**
 * Whether the group's accounts repeat each other less than a reference does, a comparable template that is known to
 * be genuine. Fillings and accounts of the two need not be the same ones: only what equals what counts, so index them
 * apart. Null: uses of group and reference are exchangeable. When both draw on fillings of their own, the relabelled
 * halves repeat less than either, so p is conservative. O(count × uses).
 */
export function collisionDeficit(
  group: SlotUses,
  reference: SlotUses,
  { count, random }: { readonly count: number; readonly random: Random },
): CollisionDeficit {
  const pooled: SlotUses = {
    slot: Int32Array.of(...group.slot, ...reference.slot),
    account: Int32Array.of(...group.account, ...reference.account),
  }
  const labels = pooled.slot.map((_, use) => (use < group.slot.length ? 1 : 0))
  const order = slotOrder(pooled)
  let total = 0
  const { observed, p, permutations } = permutationTest({ labels, count, random }, (relabelled) => {
    const collisions = collisionsAmong(pooled, order, relabelled)
    total += collisions
    return -collisions
  })
  return { collisions: -observed, expected: (total + observed) / permutations, p }
}

/** How evenly fillings were used. */
export interface SlotEvenness {
  readonly uses: number
  readonly slots: number
  /** Sum of squared uses per filling, over its mean under the null: below 1 is more even than chance. */
  readonly ratio: number
  /** P(as even), P(as uneven) under the null. */
  readonly evenP: number
  readonly unevenP: number
}

/**
 * Whether fillings come back equally often, as from a queue, or some far more than others. `slots` are the fillings in
 * the order of their use. Null: given which uses brought a new filling, each of the others repeats one of those seen
 * so far, all equally likely. Favourites are repeated more, so that under genuine demand `evenP` is conservative and
 * `unevenP` small; a queue has a small `evenP`. Without repeats both are 1: then only {@link collisionDeficit} can tell.
 * O(count × uses).
 */
export function slotEvenness(
  slots: Int32Array,
  { count, random }: { readonly count: number; readonly random: Random },
): SlotEvenness {
  const indexOf = new Map<number, number>()
  const isNew = new Uint8Array(slots.length)
  const uses = new Float64Array(slots.length)
  for (const [use, slot] of slots.entries()) {
    if (!indexOf.has(slot)) isNew[use] = 1
    indexOf.set(slot, indexOf.get(slot) ?? indexOf.size)
    uses[indexOf.get(slot)!]! += 1
  }
  const observed = uses.reduce((sum, one) => sum + one * one, 0)
  const drawn = Float64Array.from({ length: count }, () => squaresAtRandom(isNew, random))
  const pOf = (sign: 1 | -1): number => {
    let at = 0
    return permutationP(sign * observed, () => sign * drawn[at++]!, count)
  }
  const mean = drawn.reduce((sum, one) => sum + one, observed) / (count + 1)
  return {
    uses: slots.length,
    slots: indexOf.size,
    ratio: mean === 0 ? 1 : observed / mean,
    evenP: pOf(-1),
    unevenP: pOf(1),
  }
}

/** The sum of squared uses when every repeat is of any filling seen so far. */
function squaresAtRandom(isNew: Uint8Array, random: Random): number {
  const uses = new Int32Array(isNew.length)
  let [seen, sum] = [0, 0]
  for (let use = 0; use < isNew.length; use += 1) {
    const slot = isNew[use] === 1 ? seen : random.below(seen)
    seen += isNew[use]!
    sum += 2 * uses[slot]! + 1
    uses[slot]! += 1
  }
  return sum
}
