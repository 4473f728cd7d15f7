/** Evidence to weighted links: per pair of accounts, per family, capped and added. */
import { families, type Family, familyCapNats, rarityNats } from './family.ts'
import { isDeclared, type Population } from './population.ts'
import type { Sharing, Traits } from './sharing.ts'

/** Larger groups of holders are not taken apart into pairs: their rarity says little and their pairs are many. */
export const pairHoldersMax = 60

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

interface Draft {
  readonly a: number
  readonly b: number
  /** Best weight per family and item: the same cause counts once. */
  readonly items: Map<string, { family: Family; nats: number }>
  readonly sharings: number[]
}

/** The weight of one event between any two of its accounts. */
export function sharingNats(population: Population, sharing: Sharing): number {
  return rarityNats(population.size, sharing.holders) + sharing.bonusNats
}

/**
 * All links that events, or traits worth comparing for, suggest, strongest first; ties in order of accounts. Pairs that
 * declared relations explain are left out. O(Σ holders² over rare items + traits of the accounts concerned).
 */
export function buildLinks(population: Population, sharings: readonly Sharing[], traits: Traits): Link[] {
  const drafts = new Map<number, Draft>()
  for (const [index, sharing] of sharings.entries()) {
    if (sharing.accounts.length > pairHoldersMax) continue
    const nats = sharingNats(population, sharing)
    for (const draft of pairs(drafts, population, sharing.accounts)) {
      keepBest(draft, `${sharing.family} ${sharing.item}`, sharing.family, nats)
      draft.sharings.push(index)
    }
  }
  for (let value = 0; value < traits.size; value += 1) {
    const holders = traits.holders(value)
    if (traits.kind(value).opensPairs && holders.length <= pairHoldersMax)
      for (const _ of pairs(drafts, population, holders));
  }
  const links: Link[] = []
  for (const draft of drafts.values()) {
    addTraits(draft, population, traits)
    links.push(finishLink(draft))
  }
  return links.sort((x, y) => y.nats - x.nats || x.a - y.a || x.b - y.b)
}

function* pairs(drafts: Map<number, Draft>, population: Population, accounts: ArrayLike<number>): Generator<Draft> {
  for (let i = 0; i < accounts.length; i += 1)
    for (let j = i + 1; j < accounts.length; j += 1) {
      const a = Math.min(accounts[i]!, accounts[j]!)
      const b = Math.max(accounts[i]!, accounts[j]!)
      if (isDeclared(population, a, b)) continue
      const key = a * population.size + b
      let draft = drafts.get(key)
      if (draft === undefined) drafts.set(key, (draft = { a, b, items: new Map(), sharings: [] }))
      yield draft
    }
}

function keepBest(draft: Draft, item: string, family: Family, nats: number): void {
  const known = draft.items.get(item)
  if (known === undefined) draft.items.set(item, { family, nats })
  else known.nats = Math.max(known.nats, nats)
}

/** Adds what both accounts have. */
function addTraits(draft: Draft, population: Population, traits: Traits): void {
  for (const { value, item, nats } of commonTraits(draft, population, traits))
    keepBest(draft, item, traits.kind(value).family, nats)
}

/** A value that two accounts have in common. */
export interface CommonTrait {
  readonly value: number
  /** Values of one item are one cause, of which the best counts. */
  readonly item: string
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
    const holders = traits.holders(value).length
    const size = Math.round(2 * Math.log2(holders))
    yield { value, item: `${kind.aspect} ${size}`, nats: kind.weight * rarityNats(population.size, holders) }
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

function finishLink(draft: Draft): Link {
  const byFamily: Record<Family, number> = { handoff: 0, content: 0, identity: 0, network: 0 }
  for (const { family, nats } of draft.items.values()) byFamily[family] += nats
  let nats = 0
  for (const family of families) {
    byFamily[family] = Math.min(byFamily[family], familyCapNats[family])
    nats += byFamily[family]
  }
  return { a: draft.a, b: draft.b, nats, byFamily, sharings: draft.sharings }
}
