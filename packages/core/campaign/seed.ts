/**
 * Seeds of groups: accounts that may belong together, before anything is claimed of them.
 *
 * Hand-overs come first: accounts that hang together by strong hand-over links are pieces of a pool. Co-use is sharing
 * several rare templates at once: the accounts of one prompt factory do, paraphrased or not, and so do those of one
 * relay, over which each customer's own phrases are spread. A class or the users of one editor do it too, so co-use only
 * proposes: it tells which pieces are of one pool, and who may belong to it without having been seen to hand over.
 */
import { type Links, linkThresholdNats, type Population, type Traits } from '../link.ts'
import { type Circle, poolAmong } from './mixing.ts'
import { profileOf } from './profile.ts'
import { circleResembles, tellingShareOf } from './resemblance.ts'
import { poolMin } from './pool.ts'
import { communities } from './community.ts'
import { type Edge, type Graph, graphOf } from './graph.ts'

/** Weight per pair that a community of co-use must exceed (see {@link communities}): most of its pairs share something. */
const coUseDensityNats = 2
/** Strong links are few per account: a chain of them holds together, a single one between two dense parts does not. */
const linkDensityNats = 0.1
/** Pieces go with a community that holds this share of their accounts. */
const pieceShareMin = 0.5

/** What seeds are made of. */
export interface Soil {
  readonly population: Population
  readonly traits: Traits
  readonly links: Links
  /** Accounts that hang together by hand-overs, largest first. */
  readonly circles: readonly Circle[]
  readonly coUse: Graph
}

/** Disjoint seeds of at least two accounts. */
export function findSeeds({ population, traits, links, circles, coUse }: Soil): number[][] {
  const threshold = linkThresholdNats(population.size)
  const pieces = circles.filter(({ accounts }) => accounts.length >= poolMin)
  const factories = communities(coUse, coUseDensityNats)
  const { attached, alone } = attach(pieces, factories)
  const inPiece = new Set(pieces.flatMap(({ accounts }) => accounts))
  const seeds = alone.map(({ accounts }) => [...accounts])
  for (const [index, community] of factories.entries()) {
    const pool = poolAmong(resemblingFirst(attached[index]!, population, traits)).circles
    for (const piece of attached[index]!) if (!pool.includes(piece)) seeds.push([...piece.accounts])
    const seed = [...pool.flatMap(({ accounts }) => accounts), ...community.filter((account) => !inPiece.has(account))]
    if (seed.length > 1) seeds.push(seed.sort((a, b) => a - b))
  }
  const taken = new Set(seeds.flat())
  const rest: Edge[] = []
  const { a, b, nats } = links.columns
  // The strongest come first.
  for (let i = 0; i < links.length && nats[i]! >= threshold; i += 1)
    if (!taken.has(a[i]!) && !taken.has(b[i]!)) rest.push({ a: a[i]!, b: b[i]!, weight: nats[i]! })
  return [...seeds, ...communities(graphOf(rest), linkDensityNats)]
}

/** The first of some circles and those of the others that do what it does. */
function resemblingFirst(circles: readonly Circle[], population: Population, traits: Traits): Circle[] {
  const [first, ...others] = circles
  if (first === undefined || others.length === 0) return [...circles]
  const core = new Set(first.accounts)
  const profile = profileOf(core, core, traits, population.size)
  const tellingShare = tellingShareOf(core, profile, traits)
  return [first, ...others.filter(({ accounts }) => circleResembles(accounts, { core, profile }, tellingShare, traits))]
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
