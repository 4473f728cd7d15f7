import { membersInOrder } from '../campaign-order.ts'
import type { CampaignEntry, CampaignPicture } from '../report.ts'

/** Most accounts that a picture can hold before it tells less, not more. */
export const NODES_MAX = 150
/** Most links, likewise. */
export const EDGES_MAX = 600

/** A link between two nodes, by their places in `nodes`. */
export interface DrawnEdge {
  readonly source: number
  readonly target: number
  readonly nats: number
  readonly signal: string
}

/** The part of a campaign that is drawn: `nodes` are places in the campaign's `accounts`. */
export interface DrawnGraph {
  readonly nodes: readonly number[]
  readonly edges: readonly DrawnEdge[]
}

/**
 * Picks what to draw: the accounts with the most evidence on their links, the more probable first among equals, and
 * between them the strongest links. Links of an account to itself or to one that the campaign does not list are left out.
 */
export function selectGraph(campaign: CampaignEntry, edges: CampaignPicture['edges']): DrawnGraph {
  const listed = edges.filter(({ from, to }) => from !== to && campaign.accounts[from] && campaign.accounts[to])
  const nodes = heaviestAccounts(campaign, listed)
  const places = new Map(nodes.map((index, place) => [index, place]))
  const drawn = listed
    .toSorted((left, right) => right.nats - left.nats || left.from - right.from || left.to - right.to)
    .flatMap(({ from, to, nats, signal }) => {
      const [source, target] = [places.get(from), places.get(to)]
      return source === undefined || target === undefined ? [] : [{ source, target, nats, signal }]
    })
  return { nodes, edges: drawn.slice(0, EDGES_MAX) }
}

function heaviestAccounts(campaign: CampaignEntry, edges: CampaignPicture['edges']): readonly number[] {
  const weightsNats = campaign.accounts.map(() => 0)
  for (const { from, to, nats } of edges) {
    weightsNats[from] = (weightsNats[from] ?? 0) + nats
    weightsNats[to] = (weightsNats[to] ?? 0) + nats
  }
  const places = new Map(campaign.accounts.map((account, index) => [account, index]))
  // The sort is stable, so equal weights keep the order of members.
  return membersInOrder(campaign)
    .map((account) => places.get(account) ?? 0)
    .toSorted((left, right) => (weightsNats[right] ?? 0) - (weightsNats[left] ?? 0))
    .slice(0, NODES_MAX)
}
