/** Co-action networks: accounts whose weighted use of objects is unusually alike are coordinated. */
import { communities, graphOf } from '@stillhunt/core/campaign'
import { Components, suspicionBySize } from './components.ts'
import { pairsOf, type Row } from './likeness.ts'
import type { Baseline, Trial } from './method.ts'
import { absent, contentKinds, type ObjectKind, objectKinds, type Traffic } from './traffic.ts'

/** Only pairs above this share of all pairs that have something in common are linked. */
const percentiles = [0.5, 0.9, 0.95, 0.99, 0.995] as const
const objectsMin = 1
/** Mean similarity per pair that a community must exceed. */
const communityDensity = 0.05

interface Link {
  readonly a: number
  readonly b: number
  readonly weight: number
}

function* trials(traffic: Traffic): Generator<Trial> {
  for (const kinds of [...objectKinds.map((kind) => [kind]), contentKinds]) {
    const links = pairsOf(weighted(traffic, kinds), objectsMin)
      .map(({ a, b, common }): Link => ({ a, b, weight: common }))
      .sort((x, y) => y.weight - x.weight || x.a - y.a || x.b - y.b)
    for (const percentile of percentiles) {
      const kept = links.slice(0, Math.ceil(links.length * (1 - percentile)))
      const what = `${kinds.join(', ')}; pairs above the ${percentile * 100}th percentile`
      yield* read(traffic, what, kept)
    }
  }
}

/** The same network read in three ways: its parts, its communities, and the strongest link of every account. */
function* read(traffic: Traffic, what: string, links: readonly Link[]): Generator<Trial> {
  const components = new Components(traffic.accounts.length)
  const strongest = new Float64Array(traffic.accounts.length)
  for (const { a, b, weight } of links) {
    components.join(a, b)
    if (traffic.party[a] === traffic.party[b]) continue
    strongest[a] = Math.max(strongest[a]!, weight)
    strongest[b] = Math.max(strongest[b]!, weight)
  }
  const parts = components.groups()
  yield { setting: `${what}; components by size`, suspicion: suspicionBySize(traffic, parts), groups: parts }
  yield { setting: `${what}; components by likeness`, suspicion: strongest, groups: parts }
  const dense = communities(graphOf(links), communityDensity)
  yield { setting: `${what}; communities by size`, suspicion: suspicionBySize(traffic, dense), groups: dense }
}

/** By account: its objects, weighted by how often it used them and how rare they are, of length 1. */
function weighted({ accounts, calls }: Traffic, kinds: readonly ObjectKind[]): Row[] {
  const rows = accounts.map(() => new Map<number, number>())
  for (const kind of kinds)
    for (const [call, object] of calls.objects[kind].entries()) {
      if (object === absent) continue
      const row = rows[calls.account[call]!]!
      row.set(object, (row.get(object) ?? 0) + 1)
    }
  const holders = new Map<number, number>()
  for (const row of rows) for (const object of row.keys()) holders.set(object, (holders.get(object) ?? 0) + 1)
  for (const row of rows) {
    let square = 0
    for (const [object, count] of row) {
      const weight = count * Math.log(accounts.length / holders.get(object)!)
      row.set(object, weight)
      square += weight * weight
    }
    if (square > 0) for (const [object, weight] of row) row.set(object, weight / Math.sqrt(square))
  }
  return rows
}

/** See the header. */
export const coAction: Baseline = {
  name: 'Co-action network',
  source: 'Pacheco et al., Uncovering Coordinated Networks on Social Media: Methods and Case Studies, 2021',
  published: 'case studies; edges from the 99th percentile or similarity 0.8 up, no rate of error',
  deviation: 'objects of an API instead of images, hashtags and retweets; percentile and reading chosen by the labels',
  hint: 'none',
  trials,
}
