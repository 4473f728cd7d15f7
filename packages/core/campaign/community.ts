/**
 * Communities on the weighted graph: the Constant Potts Model (Traag, Van Dooren, Nesterov, "Narrow scope for
 * resolution-limit-free community detection", 2011), optimised by local moving with a queue as in Leiden (Traag, Waltman,
 * van Eck, "From Louvain to Leiden", 2019), then split into connected parts. Deviations: no aggregation levels, because
 * links that pass the threshold are few per account; order is by index, so the result depends on nothing but the graph.
 */

import type { Graph } from './graph.ts'

/**
 * Groups of at least two nodes, each ascending, largest first. `density` is the weight per pair that a group must
 * exceed: two groups are joined when the links between them weigh more than `density` times their pairs.
 */
export function communities(graph: Graph, density: number): number[][] {
  const label = moveLocally(graph, density)
  return connectedParts(graph, label).sort((x, y) => y.length - x.length || x[0]! - y[0]!)
}

/** The label of what is not in the graph. */
const nowhere = -1

/** At first every node is by itself. */
function labelsOf({ nodes, inside }: Graph): Int32Array {
  return Int32Array.from(nodes, (_, place) => (inside === undefined || inside[place] === 1 ? place : nowhere))
}

/** Moves nodes to the neighbouring label that gains most until none gains; the label of each node. */
function moveLocally(graph: Graph, density: number): Int32Array {
  const count = graph.nodes.length
  const label = labelsOf(graph)
  const size = new Int32Array(count).fill(1)
  const pull = new Float64Array(count)
  // Every node waits at most once, so the queue goes round in an array of so many; the next is at `step`, the last before `end`.
  const queue = new Int32Array(count)
  const queued = new Uint8Array(count)
  let end = 0
  const put = (node: number): void => {
    if (label[node] === nowhere || queued[node] === 1) return
    queued[node] = 1
    queue[end % count] = node
    end += 1
  }
  for (let node = 0; node < count; node += 1) put(node)
  // Every move raises the quality, so this ends; the bound only guards against rounding.
  for (let step = 0, limit = 200 * count; step < end && step < limit; step += 1) {
    const node = queue[step % count]!
    queued[node] = 0
    const own = label[node]!
    const best = bestLabel(graph, node, label, size, density, pull)
    if (best === own) continue
    size[own]! -= 1
    size[best]! += 1
    label[node] = best
    for (let i = graph.start[node]!; i < graph.start[node + 1]!; i += 1)
      if (label[graph.neighbour[i]!] !== best) put(graph.neighbour[i]!)
  }
  return label
}

/** The label that gains most; the least of equals. `pull` is scratch, all zero before and after. */
function bestLabel(
  { start, neighbour, weight }: Graph,
  node: number,
  label: Int32Array,
  size: Int32Array,
  density: number,
  pull: Float64Array,
): number {
  const own = label[node]!
  const [from, to] = [start[node]!, start[node + 1]!]
  for (let i = from; i < to; i += 1) {
    const candidate = label[neighbour[i]!]!
    if (candidate !== nowhere) pull[candidate]! += weight[i]!
  }
  let best = own
  let bestGain = pull[own]! - density * (size[own]! - 1)
  for (let i = from; i < to; i += 1) {
    const candidate = label[neighbour[i]!]!
    if (candidate === own || candidate === best || candidate === nowhere) continue
    const gain = pull[candidate]! - density * size[candidate]!
    const isEqual = Math.abs(gain - bestGain) <= gainTolerance && best !== own && candidate < best
    if (gain > bestGain + gainTolerance || isEqual) {
      best = candidate
      bestGain = gain
    }
  }
  for (let i = from; i < to; i += 1) if (label[neighbour[i]!] !== nowhere) pull[label[neighbour[i]!]!] = 0
  return best
}

/** Gains closer than this, in nats, are equal: sums depend on the order of adding. */
const gainTolerance = 1e-9

function connectedParts({ nodes, start, neighbour }: Graph, label: Int32Array): number[][] {
  const seen = new Uint8Array(nodes.length)
  const parts: number[][] = []
  for (let from = 0; from < nodes.length; from += 1) {
    if (seen[from] === 1 || label[from] === nowhere) continue
    seen[from] = 1
    const part = [from]
    for (const node of part)
      for (let i = start[node]!; i < start[node + 1]!; i += 1) {
        const other = neighbour[i]!
        if (seen[other] === 1 || label[other] !== label[from]) continue
        seen[other] = 1
        part.push(other)
      }
    if (part.length > 1) parts.push(part.map((index) => nodes[index]!).sort((x, y) => x - y))
  }
  return parts
}
