// Communities are dense, connected and depend on nothing but the graph.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { communities as communitiesIn } from './community.ts'
import { type Edge, graphOf } from './graph.ts'

const communities = (edges: readonly Edge[], density: number): number[][] => communitiesIn(graphOf(edges), density)

const clique = (nodes: readonly number[], weight: number): Edge[] =>
  nodes.flatMap((a, i) => nodes.slice(i + 1).map((b) => ({ a, b, weight })))

const left = [1, 2, 3, 4, 5, 6]
const right = [11, 12, 13, 14, 15]
const bridged = [...clique(left, 10), ...clique(right, 10), { a: 6, b: 11, weight: 10 }]

test('two dense groups with one link between them stay apart, the larger first', () =>
  assert.deepEqual(communities(bridged, 2), [left, right]))

test('a lower density joins what hangs together', () =>
  assert.deepEqual(communities(clique([1, 2, 3], 1), 0.1), [[1, 2, 3]]))

test('pairs that weigh less than the density asks for are no group', () =>
  assert.deepEqual(communities(clique([1, 2, 3], 1), 5), []))

test('the order of edges and of their ends changes nothing', () => {
  const turned = bridged.toReversed().map(({ a, b, weight }) => ({ a: b, b: a, weight }))
  assert.deepEqual(communities(turned, 2), communities(bridged, 2))
})

test('no edges, no groups', () => assert.deepEqual(communities([], 1), []))

test('what is left out of a graph is as if it had never been in it', () => {
  const graph = graphOf(bridged)
  const inside = Uint8Array.from(graph.nodes, (node) => (node === 6 || node === 13 ? 0 : 1))
  const rest = bridged.filter(({ a, b }) => ![a, b].some((node) => node === 6 || node === 13))
  assert.deepEqual(communitiesIn({ ...graph, inside }, 2), communities(rest, 2))
})
