/**
 * Communities on the weighted graph: the Constant Potts Model (Traag, Van Dooren, Nesterov, "Narrow scope for
 * resolution-limit-free community detection", 2011), optimised by local moving with a queue as in Leiden (Traag, Waltman,
 * van Eck, "From Louvain to Leiden", 2019), then split into connected parts. Deviations: no aggregation levels, because
 * links that pass the threshold are few per account; order is by index, so the result depends on nothing but the graph.
 */

/** An undirected edge with a positive weight. */
export interface Edge {
  readonly a: number
  readonly b: number
  readonly weight: number
}

interface Neighbour {
  readonly node: number
  readonly weight: number
}

/**
 * Groups of at least two nodes, each ascending, largest first. `density` is the weight per pair that a group must
 * exceed: two groups are joined when the links between them weigh more than `density` times their pairs.
 */
export function communities(edges: readonly Edge[], density: number): number[][] {
  const neighbours = adjacency(edges)
  const label = new Map<number, number>()
  const sizes = new Map<number, number>()
  const nodes = [...neighbours.keys()].sort((x, y) => x - y)
  for (const node of nodes) {
    label.set(node, node)
    sizes.set(node, 1)
  }
  const queue = [...nodes]
  const queued = new Set(queue)
  // Every move raises the quality, so this ends; the bound only guards against rounding.
  for (let step = 0, limit = 200 * nodes.length; queue.length > step && step < limit; step += 1) {
    const node = queue[step]!
    queued.delete(node)
    const own = label.get(node)!
    const best = bestLabel(own, neighbours.get(node)!, label, sizes, density)
    if (best === own) continue
    sizes.set(own, sizes.get(own)! - 1)
    sizes.set(best, (sizes.get(best) ?? 0) + 1)
    label.set(node, best)
    for (const { node: other } of neighbours.get(node)!)
      if (label.get(other) !== best && !queued.has(other)) {
        queued.add(other)
        queue.push(other)
      }
  }
  return connectedParts(nodes, neighbours, label).sort((x, y) => y.length - x.length || x[0]! - y[0]!)
}

function adjacency(edges: readonly Edge[]): Map<number, Neighbour[]> {
  const neighbours = new Map<number, Neighbour[]>()
  const add = (from: number, node: number, weight: number): void => {
    const list = neighbours.get(from)
    if (list === undefined) neighbours.set(from, [{ node, weight }])
    else list.push({ node, weight })
  }
  for (const { a, b, weight } of edges) {
    add(a, b, weight)
    add(b, a, weight)
  }
  return neighbours
}

function bestLabel(
  own: number,
  neighbours: readonly Neighbour[],
  label: ReadonlyMap<number, number>,
  sizes: ReadonlyMap<number, number>,
  density: number,
): number {
  const pull = new Map<number, number>([[own, 0]])
  for (const { node: other, weight } of neighbours)
    pull.set(label.get(other)!, (pull.get(label.get(other)!) ?? 0) + weight)
  let best = own
  let bestGain = pull.get(own)! - density * (sizes.get(own)! - 1)
  for (const [candidate, weight] of [...pull].sort((x, y) => x[0] - y[0])) {
    if (candidate === own) continue
    const gain = weight - density * (sizes.get(candidate) ?? 0)
    if (gain > bestGain + 1e-9) {
      best = candidate
      bestGain = gain
    }
  }
  return best
}

function connectedParts(
  nodes: readonly number[],
  neighbours: ReadonlyMap<number, readonly Neighbour[]>,
  label: ReadonlyMap<number, number>,
): number[][] {
  const seen = new Set<number>()
  const parts: number[][] = []
  for (const start of nodes) {
    if (seen.has(start)) continue
    seen.add(start)
    const part = [start]
    for (let i = 0; i < part.length; i += 1)
      for (const { node } of neighbours.get(part[i]!)!)
        if (!seen.has(node) && label.get(node) === label.get(start)) {
          seen.add(node)
          part.push(node)
        }
    if (part.length > 1) parts.push(part.sort((x, y) => x - y))
  }
  return parts
}
