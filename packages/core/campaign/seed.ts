/**
 * Seeds of groups: pairs of accounts that belong together before anything is claimed of them.
 *
 * Three kinds. Strong links stand by themselves. A saturated template is one most of whose users hand work over to each
 * other: a relay's sparse hand-overs are pieces of one pool when the pieces fill one template that hardly anybody else
 * uses. Co-use is sharing several rare templates at once, as the accounts of a paraphrasing prompt factory do; a class or
 * a workshop does it too, so co-use only proposes: the tests on groups decide.
 */
import { type Link, linkThresholdNats, type Population, isDeclared, rarityNats, type Traits } from '../link.ts'
import type { Edge } from './community.ts'
import { type Feature, featuresOf } from './feature.ts'

/** A template is saturated when this share of its users hand work over among themselves, and they are this many. */
const saturationShareMin = 0.5
const saturatedUsersMin = 5

/** Co-use: so many different templates, of users no more than this share of the population, weighing so much together. */
const coUseFeaturesMin = 3
const coUseNatsMin = 9
const coUseHoldersShareMax = 0.12
/** Templates with more users are not taken apart into pairs. */
const coUseHoldersMax = 400

/** The edges from which communities are made. */
export function seedEdges(population: Population, links: readonly Link[], traits: Traits): Edge[] {
  const threshold = linkThresholdNats(population.size)
  const edges: Edge[] = []
  for (const { a, b, nats } of links) if (nats >= threshold) edges.push({ a, b, weight: nats })
  const handovers = handoverGraph(links)
  const holdersMax = Math.max(saturatedUsersMin, Math.floor(population.size * coUseHoldersShareMax))
  const templates = featuresOf(traits, 'content', 2, holdersMax)
  for (const template of templates) for (const edge of saturationEdges(template, handovers, threshold)) edges.push(edge)
  for (const edge of coUseEdges(population, templates)) edges.push(edge)
  return edges
}

/** Per account those with which it has hand-over evidence. */
function handoverGraph(links: readonly Link[]): Map<number, Set<number>> {
  const graph = new Map<number, Set<number>>()
  const add = (from: number, to: number): void => {
    const known = graph.get(from)
    if (known === undefined) graph.set(from, new Set([to]))
    else known.add(to)
  }
  for (const { a, b, byFamily } of links) {
    if (byFamily.handoff <= 0) continue
    add(a, b)
    add(b, a)
  }
  return graph
}

function saturationEdges(template: Feature, handovers: ReadonlyMap<number, ReadonlySet<number>>, weight: number): Edge[] {
  const users = new Set(template.holders)
  const involved: number[] = []
  for (const user of template.holders)
    for (const other of handovers.get(user) ?? [])
      if (users.has(other)) {
        involved.push(user)
        break
      }
  if (involved.length < saturatedUsersMin || involved.length < saturationShareMin * users.size) return []
  return involved.slice(1).map((user, i) => ({ a: involved[i]!, b: user, weight }))
}

function coUseEdges(population: Population, templates: readonly Feature[]): Edge[] {
  const pairs = new Map<number, { features: number; nats: number }>()
  for (const { holders, weight } of templates) {
    if (holders.length > coUseHoldersMax) continue
    const nats = weight * rarityNats(population.size, holders.length)
    for (let i = 0; i < holders.length; i += 1)
      for (let j = i + 1; j < holders.length; j += 1) {
        const key = holders[i]! * population.size + holders[j]!
        const known = pairs.get(key)
        if (known === undefined) pairs.set(key, { features: 1, nats })
        else {
          known.features += 1
          known.nats += nats
        }
      }
  }
  const edges: Edge[] = []
  for (const [key, { features, nats }] of pairs) {
    if (features < coUseFeaturesMin || nats < coUseNatsMin) continue
    const a = Math.floor(key / population.size)
    const b = key % population.size
    if (!isDeclared(population, a, b)) edges.push({ a, b, weight: nats })
  }
  return edges.sort((x, y) => x.a - y.a || x.b - y.b)
}
