/** Weighted graphs in compressed rows: of edges there are millions, and nothing is made for each. */

/** An undirected edge with a positive weight. */
export interface Edge {
  readonly a: number
  readonly b: number
  readonly weight: number
}

/** Every edge stands in the rows of both its ends. */
export interface Graph {
  /** The nodes by their own numbers, ascending; what follows goes by their places here. Some may have no edges. */
  readonly nodes: Int32Array
  /** The row of a place is from `start[place]` up to `start[place + 1]`. */
  readonly start: Int32Array
  readonly neighbour: Int32Array
  readonly weight: Float64Array | Float32Array
  /** 1 for places that are in it, where not all are: what is left out costs no copy. */
  readonly inside?: Uint8Array
}

/** The graph of `edges`, in each row in their order; each pair at most once. O(edges + the highest node). */
export function graphOf(edges: readonly Edge[]): Graph {
  const { nodes, from, to } = numbered(edges)
  const start = new Int32Array(nodes.length + 1)
  for (let i = 0; i < edges.length; i += 1) {
    start[from[i]! + 1]! += 1
    start[to[i]! + 1]! += 1
  }
  for (let i = 0; i < nodes.length; i += 1) start[i + 1]! += start[i]!
  const neighbour = new Int32Array(edges.length * 2)
  const weight = new Float64Array(edges.length * 2)
  const next = start.slice()
  const put = (node: number, other: number, nats: number): void => {
    neighbour[next[node]!] = other
    weight[next[node]!] = nats
    next[node]! += 1
  }
  for (let i = 0; i < edges.length; i += 1) {
    put(from[i]!, to[i]!, edges[i]!.weight)
    put(to[i]!, from[i]!, edges[i]!.weight)
  }
  return { nodes, start, neighbour, weight }
}

/** The nodes in their order, and the place in it of either end of each edge. O(edges + the highest node). */
function numbered(edges: readonly Edge[]): { nodes: Int32Array; from: Int32Array; to: Int32Array } {
  let highest = -1
  for (const { a, b } of edges) highest = Math.max(highest, a, b)
  const place = new Int32Array(highest + 1).fill(-1)
  for (const { a, b } of edges) place[a] = place[b] = 0
  let count = 0
  for (let node = 0; node <= highest; node += 1) if (place[node] === 0) place[node] = count++
  const nodes = new Int32Array(count)
  for (let node = 0; node <= highest; node += 1) if (place[node]! >= 0) nodes[place[node]!] = node
  const [from, to] = [new Int32Array(edges.length), new Int32Array(edges.length)]
  for (let i = 0; i < edges.length; i += 1) {
    from[i] = place[edges[i]!.a]!
    to[i] = place[edges[i]!.b]!
  }
  return { nodes, from, to }
}
