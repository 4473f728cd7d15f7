// What is drawn is the strongest part, within limits, whatever the picture holds.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crowdedFinding } from '../example.fixture.ts'
import { EDGES_MAX, NODES_MAX, selectGraph } from './graph-selection.ts'

const { report, pictures } = crowdedFinding(1, 2000)
const campaign = report.campaigns[0] ?? assert.fail()
const edges = pictures[0]?.edges ?? []

test('a large campaign is drawn within the limits, strongest first', () => {
  const dense = edges.map((edge, index) => ({ ...edge, from: index % 100, to: (index * 7 + 1) % 100 }))
  const graph = selectGraph(campaign, dense)
  assert.equal(graph.nodes.length, NODES_MAX)
  assert.equal(graph.edges.length, EDGES_MAX)
  assert.ok(graph.edges.every(({ nats }, index) => index === 0 || nats <= (graph.edges[index - 1]?.nats ?? 0)))
})

test('accounts with the most evidence are drawn', () => {
  const graph = selectGraph(campaign, [{ from: 1990, to: 1995, nats: 3, signal: 'payment' }])
  assert.deepEqual(graph.nodes.slice(0, 2).toSorted(), [1990, 1995])
  assert.equal(graph.edges.length, 1)
})

test('links that lead nowhere are left out', () => {
  const lost = [
    { from: 3, to: 3, nats: 9, signal: 'payment' },
    { from: 0, to: 2000, nats: 9, signal: 'payment' },
  ]
  assert.deepEqual(selectGraph(campaign, lost).edges, [])
})
