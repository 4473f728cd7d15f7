/** Evidence to weighted links: per pair of accounts, per family, capped and added. */
import { families, type Family, familyCapNats, rarityNats } from './family.ts'
import type { Population } from './population.ts'
import type { Sharing } from './sharing.ts'
import type { Sharings } from './sharings.ts'
import type { Traits } from './trait.ts'

/** Weighted evidence that two accounts have one operator. */
export interface Link {
  readonly a: number
  readonly b: number
  /** Sum over families, each capped. */
  readonly nats: number
  readonly byFamily: Readonly<Record<Family, number>>
  /** Indices of the sharings between the two. */
  readonly sharings: readonly number[]
}

/** What links are weighed by. */
export interface Weights {
  readonly population: Population
  readonly sharings: Sharings
  readonly traits: Traits
}

/** The weight of one event between any two of its accounts. */
export function sharingNats(population: Population, sharing: Pick<Sharing, 'holders' | 'bonusNats'>): number {
  return rarityNats(population.size, sharing.holders) + sharing.bonusNats
}

/** The weight of one event between any two of its accounts. */
export function natsOfSharing({ population, sharings }: Weights, index: number): number {
  return rarityNats(population.size, sharings.holders(index)) + sharings.bonusNats(index)
}

/**
 * Weighs a pair: per family the best of each cause, added and capped. Puts what each family weighs into `byFamily`, in the
 * order of the families from `at` on, and answers the sum. O(traits of the two + sharings between them).
 */
export function weigh(
  a: number,
  b: number,
  between: readonly number[],
  weights: Weights,
  byFamily: Float64Array,
  at: number,
): number {
  byFamily.fill(0, at, at + families.length)
  addSharings(between, weights, byFamily, at)
  addTraits(a, b, weights, byFamily, at)
  let nats = 0
  for (let place = 0; place < families.length; place += 1) {
    byFamily[at + place] = Math.min(byFamily[at + place]!, familyCapNats[families[place]!])
    nats += byFamily[at + place]!
  }
  return nats
}

function addSharings(between: readonly number[], weights: Weights, byFamily: Float64Array, at: number): void {
  const { sharings } = weights
  if (between.length === 1) {
    byFamily[at + sharings.familyPlace(between[0]!)]! += natsOfSharing(weights, between[0]!)
    return
  }
  const causes = new Map<number, { readonly place: number; nats: number }>()
  for (const index of between) {
    const cause = sharings.cause(index)
    const nats = natsOfSharing(weights, index)
    const known = causes.get(cause)
    if (known === undefined) causes.set(cause, { place: sharings.familyPlace(index), nats })
    else known.nats = Math.max(known.nats, nats)
  }
  for (const { place, nats } of causes.values()) byFamily[at + place]! += nats
}

/** Scratch: the best of each item and the items there are; one for the module, since weighing never yields. */
let bestOfItem = new Float64Array(0)
const itemsFound: number[] = []

/** As {@link commonTraits}, in the order of values and without an object for each. */
function addTraits(a: number, b: number, { population, traits }: Weights, byFamily: Float64Array, at: number): void {
  if (bestOfItem.length < traits.kinds.length * sizesMax)
    bestOfItem = new Float64Array(traits.kinds.length * sizesMax).fill(-1)
  const [x, y] = [traits.valuesOf(a), traits.valuesOf(b)]
  for (let i = 0, j = 0; i < x.length && j < y.length;) {
    const value = x[i]!
    if (value === y[j]) {
      const holders = traits.holderCount(value)
      const item = itemOf(value, holders, traits)
      if (bestOfItem[item] === -1) itemsFound.push(item)
      bestOfItem[item] = Math.max(bestOfItem[item]!, traits.kind(value).weight * rarityNats(population.size, holders))
      i += 1
      j += 1
    } else if (value < y[j]!) i += 1
    else j += 1
  }
  for (const item of itemsFound) {
    byFamily[at + families.indexOf(traits.kinds[Math.floor(item / sizesMax)]!.family)]! += bestOfItem[item]!
    bestOfItem[item] = -1
  }
  itemsFound.length = 0
}

function itemOf(value: number, holders: number, traits: Traits): number {
  return traits.kindIndex(value) * sizesMax + Math.round(2 * Math.log2(holders))
}

/** More than twice the logarithm, to the base of two, of any number of accounts. */
const sizesMax = 100
/** A value that two accounts have in common. */
export interface CommonTrait {
  readonly value: number
  /** Values of one item are one cause, of which the best counts. */
  readonly item: number
  readonly nats: number
}

/**
 * What both accounts of a pair have. The sentences of one template come together, so values of one signal that about as
 * many accounts hold (within a factor of √2) are one item: too little rather than too much, since a pair has no group
 * yet in which to see what comes with what. O(traits of the two).
 */
export function* commonTraits(
  { a, b }: Pick<Link, 'a' | 'b'>,
  population: Population,
  traits: Traits,
): Generator<CommonTrait> {
  for (const value of intersection(traits.valuesOf(a), traits.valuesOf(b))) {
    const kind = traits.kind(value)
    const holders = traits.holderCount(value)
    yield {
      value,
      item: itemOf(value, holders, traits),
      nats: kind.weight * rarityNats(population.size, holders),
    }
  }
}

function* intersection(x: Int32Array, y: Int32Array): Generator<number> {
  for (let i = 0, j = 0; i < x.length && j < y.length;) {
    if (x[i] === y[j]) {
      yield x[i]!
      i += 1
      j += 1
    } else if (x[i]! < y[j]!) i += 1
    else j += 1
  }
}
