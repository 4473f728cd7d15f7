/**
 * Seeds of groups: accounts that may belong together, before anything is claimed of them.
 *
 * Hand-overs come first: accounts that hang together by strong hand-over links are pieces of a pool. Co-use is sharing
 * several rare templates at once: the accounts of one prompt factory do, paraphrased or not, and so do those of one
 * relay, over which each customer's own phrases are spread. A class or the users of one editor do it too, so co-use only
 * proposes: it tells which pieces are of one pool, and who may belong to it without having been seen to hand over.
 */
import {
  isDeclared,
  type Link,
  linkThresholdNats,
  type Population,
  rarityNats,
  type Sharing,
  type Traits,
} from '../link.ts'
import { type Circle, circlesOf, poolAmong } from './mixing.ts'
import { handoverPairs, poolMin } from './pool.ts'
import { communities, type Edge } from './community.ts'
import { type Feature, featuresOf } from './feature.ts'

/** Co-use: so many different templates, of users no more than this share of the population, weighing so much together. */
const coUseFeaturesMin = 3
const coUseNatsMin = 9
const coUseHoldersShareMax = 0.2
/** Where accounts are few, that many users are still few. */
const coUseHoldersFew = 12
/** Templates with more users are not taken apart into pairs. */
const coUseHoldersMax = 400

/** Weight per pair that a community of co-use must exceed (see {@link communities}): most of its pairs share something. */
const coUseDensityNats = 2
/** Strong links are few per account: a chain of them holds together, a single one between two dense parts does not. */
const linkDensityNats = 0.1
/** Pieces go with a community that holds this share of their accounts. */
const pieceShareMin = 0.5

/** Disjoint seeds of at least two accounts. `sharings`: those that `links` refer to. */
export function findSeeds(
  population: Population,
  links: readonly Link[],
  sharings: readonly Sharing[],
  traits: Traits,
): number[][] {
  const threshold = linkThresholdNats(population.size)
  const pieces = circlesOf(handoverPairs(population, links, sharings)).filter(
    ({ accounts }) => accounts.length >= poolMin,
  )
  const coUse = communities(coUseEdges(population, traits), coUseDensityNats)
  const { attached, alone } = attach(pieces, coUse)
  const inPiece = new Set(pieces.flatMap(({ accounts }) => accounts))
  const seeds = alone.map(({ accounts }) => [...accounts])
  for (const [index, community] of coUse.entries()) {
    const pool = poolAmong(attached[index]!).circles
    for (const piece of attached[index]!) if (!pool.includes(piece)) seeds.push([...piece.accounts])
    const seed = [...pool.flatMap(({ accounts }) => accounts), ...community.filter((account) => !inPiece.has(account))]
    if (seed.length > 1) seeds.push(seed.sort((a, b) => a - b))
  }
  const taken = new Set(seeds.flat())
  const rest: Edge[] = []
  for (const { a, b, nats } of links)
    if (nats >= threshold && !taken.has(a) && !taken.has(b)) rest.push({ a, b, weight: nats })
  return [...seeds, ...communities(rest, linkDensityNats)]
}

/** Per community the pieces that mostly lie in it, and the pieces that lie in none. */
function attach(pieces: readonly Circle[], coUse: readonly number[][]): { attached: Circle[][]; alone: Circle[] } {
  const communityOf = new Map<number, number>()
  for (const [index, community] of coUse.entries()) for (const account of community) communityOf.set(account, index)
  const attached: Circle[][] = coUse.map(() => [])
  const alone: Circle[] = []
  for (const piece of pieces) {
    const counts = new Map<number, number>()
    for (const account of piece.accounts) {
      const community = communityOf.get(account)
      if (community !== undefined) counts.set(community, (counts.get(community) ?? 0) + 1)
    }
    const [best, count] = [...counts].sort((x, y) => y[1] - x[1] || x[0] - y[0])[0] ?? [-1, 0]
    if (count >= pieceShareMin * piece.accounts.length) attached[best]!.push(piece)
    else alone.push(piece)
  }
  return { attached, alone }
}

function coUseEdges(population: Population, traits: Traits): Edge[] {
  const holdersMax = Math.max(coUseHoldersFew, Math.floor(population.size * coUseHoldersShareMax))
  const templates = featuresOf(traits, 'content', 2, Math.min(holdersMax, coUseHoldersMax))
  const used = templatesByAccount(templates, population.size)
  const together = new Uint16Array(population.size)
  const nats = new Float64Array(population.size)
  const edges: Edge[] = []
  for (const [account, own] of used.entries()) {
    if (own.length < coUseFeaturesMin) continue
    const others = addUp(account, own, templates, population.size, together, nats)
    for (const other of others) {
      if (
        together[other]! >= coUseFeaturesMin &&
        nats[other]! >= coUseNatsMin &&
        !isDeclared(population, account, other)
      )
        edges.push({ a: account, b: other, weight: nats[other]! })
      together[other] = 0
      nats[other] = 0
    }
  }
  return edges
}

/** Per account the indices of the templates that it uses. */
function templatesByAccount(templates: readonly Feature[], accounts: number): number[][] {
  const used: number[][] = Array.from({ length: accounts }, () => [])
  for (const [index, { holders }] of templates.entries()) for (const holder of holders) used[holder]!.push(index)
  return used
}

/** Adds up what `account` uses together with each later account, which it answers ascending; the sums are left behind. */
function addUp(
  account: number,
  own: readonly number[],
  templates: readonly Feature[],
  population: number,
  together: Uint16Array,
  nats: Float64Array,
): number[] {
  const others: number[] = []
  for (const index of own) {
    const { holders, weight } = templates[index]!
    const rarity = weight * rarityNats(population, holders.length)
    for (let i = holders.length - 1; i >= 0 && holders[i]! > account; i -= 1) {
      const other = holders[i]!
      if (together[other] === 0) others.push(other)
      together[other]! += 1
      nats[other]! += rarity
    }
  }
  return others.sort((x, y) => x - y)
}
