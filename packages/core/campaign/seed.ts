/**
 * Seeds of groups: accounts that may belong together, before anything is claimed of them.
 *
 * Two kinds. Co-use is sharing several rare templates at once: the accounts of one prompt factory do, paraphrased or not,
 * and so do the accounts of one relay, over which each customer's own phrases are spread. A class or the users of one
 * editor do it too: co-use only proposes, the tests on groups decide. Strong links join what co-use does not see.
 */
import { isDeclared, type Link, linkThresholdNats, type Population, rarityNats, type Traits } from '../link.ts'
import { communities, type Edge } from './community.ts'
import { type Feature, featuresOf } from './feature.ts'

/** Co-use: so many different templates, of users no more than this share of the population, weighing so much together. */
const coUseFeaturesMin = 3
const coUseNatsMin = 9
const coUseHoldersShareMax = 0.065
/** Where accounts are few, that many users are still few. */
const coUseHoldersFew = 12
/** Templates with more users are not taken apart into pairs. */
const coUseHoldersMax = 400

/** Weight per pair that a community of co-use must exceed (see {@link communities}): most of its pairs share something. */
const coUseDensityNats = 2
/** Strong links are few per account; a chain of them holds together, a single link between two dense groups does not. */
const linkDensityNats = 0.3

/** Disjoint seeds of at least two accounts. */
export function findSeeds(population: Population, links: readonly Link[], traits: Traits): number[][] {
  const seeds = communities(coUseEdges(population, traits), coUseDensityNats)
  const taken = new Set(seeds.flat())
  const threshold = linkThresholdNats(population.size)
  const rest: Edge[] = []
  for (const { a, b, nats } of links)
    if (nats >= threshold && !(taken.has(a) || taken.has(b))) rest.push({ a, b, weight: nats })
  return [...seeds, ...communities(rest, linkDensityNats)]
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
      if (together[other]! >= coUseFeaturesMin && nats[other]! >= coUseNatsMin && !isDeclared(population, account, other))
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
