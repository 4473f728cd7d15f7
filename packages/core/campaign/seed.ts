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
  const pairs = new Map<number, { features: number; nats: number }>()
  for (const template of featuresOf(traits, 'content', 2, Math.min(holdersMax, coUseHoldersMax)))
    addPairs(pairs, population.size, template)
  const edges: Edge[] = []
  for (const [key, { features, nats }] of pairs) {
    if (features < coUseFeaturesMin || nats < coUseNatsMin) continue
    const a = Math.floor(key / population.size)
    const b = key % population.size
    if (!isDeclared(population, a, b)) edges.push({ a, b, weight: nats })
  }
  return edges.sort((x, y) => x.a - y.a || x.b - y.b)
}

function addPairs(pairs: Map<number, { features: number; nats: number }>, population: number, template: Feature): void {
  const { holders } = template
  const nats = template.weight * rarityNats(population, holders.length)
  for (let i = 0; i < holders.length; i += 1)
    for (let j = i + 1; j < holders.length; j += 1) {
      const key = holders[i]! * population + holders[j]!
      const known = pairs.get(key)
      if (known === undefined) pairs.set(key, { features: 1, nats })
      else {
        known.features += 1
        known.nats += nats
      }
    }
}
