/**
 * FRAUDAR: the part of the account-object graph that is densest, columns weighted down by how common they are, found by
 * taking away whoever has least, one after another; then the next densest in what is left.
 */
import { IndexHeap } from './index-heap.ts'
import type { Baseline, Trial } from './method.ts'
import { holdersOf } from './shared-object.ts'
import { type ObjectKind, objectKinds, partiesOf, type Traffic } from './traffic.ts'

const blocksMax = 24

/** A graph of accounts (the first numbers) and objects; `edges` are alive or not. */
export interface Bipartite {
  readonly nodes: number
  readonly account: Int32Array
  readonly object: Int32Array
  readonly weight: Float64Array
  readonly alive: Uint8Array
  /** The edges of a node: `edge[start[node]]` up to `edge[start[node + 1] - 1]`. */
  readonly start: Int32Array
  readonly edge: Int32Array
}

/** A block of nodes and its density: weight of the edges inside over the number of nodes. */
export interface Block {
  readonly density: number
  readonly isInside: Uint8Array
}

function* trials(traffic: Traffic): Generator<Trial> {
  const rows: (readonly ObjectKind[])[] = [...objectKinds.map((kind) => [kind]), objectKinds]
  for (const kinds of rows) {
    const graph = graphOf(traffic.accounts.length, [...holdersOf(traffic, kinds).values()])
    const suspicion = new Float64Array(traffic.accounts.length)
    const groups: number[][] = []
    for (let round = 0; round < blocksMax; round += 1) {
      const block = densestBlock(graph)
      const inside = [...traffic.accounts.keys()].filter((account) => block.isInside[account] === 1)
      if (inside.length === 0) break
      // A block of one party is no ring; it is taken out like the others, or it would be found for ever.
      if (partiesOf(traffic, inside) > 1) {
        groups.push(inside)
        for (const account of inside) suspicion[account] = Math.max(suspicion[account]!, block.density)
      }
      removeInside(graph, block)
    }
    const what = kinds.length === objectKinds.length ? 'everything' : kinds.join()
    yield { setting: `${what}, ${blocksMax} blocks`, suspicion, groups }
  }
}

/** The graph of so many accounts and of the columns that hold them, each account once. */
export function graphOf(accounts: number, columns: readonly (readonly number[])[]): Bipartite {
  const count = columns.reduce((sum, { length }) => sum + length, 0)
  const account = new Int32Array(count)
  const object = new Int32Array(count)
  const weight = new Float64Array(count)
  let at = 0
  for (const [column, holders] of columns.entries())
    for (const holder of holders) {
      account[at] = holder
      object[at] = accounts + column
      weight[at] = 1 / Math.log(holders.length + 5)
      at += 1
    }
  const nodes = accounts + columns.length
  return { nodes, account, object, weight, alive: new Uint8Array(count).fill(1), ...rowsOf(nodes, [account, object]) }
}

function rowsOf(nodes: number, ends: readonly Int32Array[]): Pick<Bipartite, 'start' | 'edge'> {
  const start = new Int32Array(nodes + 1)
  for (const end of ends) for (const node of end) start[node + 1]! += 1
  for (let node = 0; node < nodes; node += 1) start[node + 1]! += start[node]!
  const next = start.slice()
  const edge = new Int32Array(start[nodes]!)
  for (const end of ends)
    for (const [index, node] of end.entries()) {
      edge[next[node]!] = index
      next[node]! += 1
    }
  return { start, edge }
}

/** The densest of the graphs that greedy peeling passes through; at least half as dense as the densest there is. */
export function densestBlock(graph: Bipartite): Block {
  const { nodes, account, object, weight, alive, start, edge } = graph
  const degree = new Float64Array(nodes)
  let total = 0
  for (const [index, value] of weight.entries()) {
    if (alive[index] === 0) continue
    degree[account[index]!]! += value
    degree[object[index]!]! += value
    total += value
  }
  const heap = new IndexHeap(degree)
  const order = new Int32Array(nodes)
  const isTaken = new Uint8Array(nodes)
  let best = { density: total / Math.max(1, nodes), taken: 0 }
  for (let taken = 1; taken < nodes; taken += 1) {
    const node = heap.take()!
    order[taken - 1] = node
    isTaken[node] = 1
    for (let i = start[node]!; i < start[node + 1]!; i += 1) {
      const index = edge[i]!
      const other = account[index] === node ? object[index]! : account[index]!
      if (alive[index] === 0 || isTaken[other] === 1) continue
      total -= weight[index]!
      heap.lower(other, weight[index]!)
    }
    if (total / (nodes - taken) > best.density) best = { density: total / (nodes - taken), taken }
  }
  const isInside = new Uint8Array(nodes).fill(1)
  for (const node of order.subarray(0, best.taken)) isInside[node] = 0
  return { density: best.density, isInside }
}

function removeInside({ account, object, alive }: Bipartite, { isInside }: Block): void {
  for (let index = 0; index < alive.length; index += 1)
    if (isInside[account[index]!] === 1 && isInside[object[index]!] === 1) alive[index] = 0
}

/** See the header. Suspicion is the density of the densest block that an account is in. */
export const fraudar: Baseline = {
  name: 'FRAUDAR',
  source: 'Hooi et al., FRAUDAR: Bounding Graph Fraud in the Face of Camouflage, 2016',
  published: 'more than 4,000 accounts in a graph of 1.47 billion edges; a bound on what camouflage can hide',
  deviation: 'no node priors; the kind of object is chosen by the labels',
  hint: 'none',
  trials,
}
