/** Evidence to weighted links: per pair of accounts, per family, capped and added. */
import { families, type Family, familyCapNats, rarityNats } from './family.ts'
import { type Pair, sharingsNow } from './pair.ts'
import type { Population } from './population.ts'
import { causeOf, type Sharing } from './sharing.ts'
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
  readonly sharings: readonly Sharing[]
  readonly traits: Traits
}

/** The weight of one event between any two of its accounts. */
export function sharingNats(population: Population, sharing: Sharing): number {
  return rarityNats(population.size, sharing.holders) + sharing.bonusNats
}

/** Weighs a pair: per family the best of each cause, added and capped. O(traits of the two + sharings between them). */
export function weigh(pair: Pair, weights: Weights): Link {
  const byFamily: Record<Family, number> = { handoff: 0, content: 0, identity: 0, network: 0 }
  addSharings(pair, weights, byFamily)
  addTraits(pair, weights, byFamily)
  let nats = 0
  for (const family of families) {
    byFamily[family] = Math.min(byFamily[family], familyCapNats[family])
    nats += byFamily[family]
  }
  return { a: pair.a, b: pair.b, nats, byFamily, sharings: sharingsNow(pair) }
}

function addSharings(
  { sharings: indices }: Pair,
  { population, sharings }: Weights,
  byFamily: Record<Family, number>,
): void {
  if (indices.length === 1) {
    const sharing = sharings[indices[0]!]!
    byFamily[sharing.family] += sharingNats(population, sharing)
    return
  }
  const causes = new Map<string, { readonly family: Family; nats: number }>()
  for (const index of indices) {
    const sharing = sharings[index]!
    const cause = causeOf(sharing)
    const nats = sharingNats(population, sharing)
    const known = causes.get(cause)
    if (known === undefined) causes.set(cause, { family: sharing.family, nats })
    else known.nats = Math.max(known.nats, nats)
  }
  for (const { family, nats } of causes.values()) byFamily[family] += nats
}

/** Scratch: the best of each item and the items there are; one for the module, since weighing never yields. */
let bestOfItem = new Float64Array(0)
const itemsFound: number[] = []

/** As {@link commonTraits}, in the order of values and without an object for each. */
function addTraits({ a, b }: Pair, { population, traits }: Weights, byFamily: Record<Family, number>): void {
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
    byFamily[traits.kinds[Math.floor(item / sizesMax)]!.family] += bestOfItem[item]!
    bestOfItem[item] = -1
  }
  itemsFound.length = 0
}

function itemOf(value: number, holders: number, traits: Traits): number {
  return traits.kindIndex(value) * sizesMax + Math.round(2 * Math.log2(holders))
}

/** Weighs pairs, strongest first; ties in order of accounts. */
export function weighAll(pairs: Iterable<Pair>, weights: Weights): Link[] {
  const links: Link[] = []
  for (const pair of pairs) links.push(weigh(pair, weights))
  return strongestFirst(links)
}

/** Sorts links in place; ties in order of accounts. */
export function strongestFirst(links: Link[]): Link[] {
  return links.sort((x, y) => y.nats - x.nats || x.a - y.a || x.b - y.b)
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
