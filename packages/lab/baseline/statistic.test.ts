// The statistics under the baselines agree with slow or published answers.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Random } from '../world.ts'
import { Components } from './components.ts'
import { distance, Embedder, embeddingDimensions } from './embedding.ts'
import { densestBlock, graphOf } from './fraudar.ts'
import { IndexHeap } from './index-heap.ts'
import { pairsOf } from './likeness.ts'
import { discrepancy, featureSums, noFeatures, plus } from './mean-embedding.ts'
import { binFeatures, growTree, valueOf } from './regression-tree.ts'
import { scene } from './scene.fixture.ts'
import { shapiroWilk } from './shapiro-wilk.ts'

const near = (found: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(found - expected) <= tolerance, `${found}, not ${expected}`)
const gaussian = (random: Random): number =>
  Array.from({ length: 12 }, () => random.unit()).reduce((sum, unit) => sum + unit, -6)

test('W is what Shapiro and Wilk found for the weights of eleven men', () => {
  near(shapiroWilk([148, 154, 158, 160, 161, 162, 166, 170, 182, 195, 236]), 0.79, 0.005)
})

test('W is near one for normal samples and well below for two heaps', () => {
  const random = new Random('w')
  const normal = Array.from({ length: 60 }, () => gaussian(random))
  assert.ok(shapiroWilk(normal) > 0.96)
  assert.ok(shapiroWilk(normal.map((value, index) => value * 0.1 + (index % 2) * 5)) < 0.8)
  assert.deepEqual([shapiroWilk([1, 2, 3]), shapiroWilk(Array.from({ length: 9 }, () => 4))], [1, 1])
})

test('the heap gives numbers as sorting would, also after priorities fell', () => {
  const random = new Random('heap')
  const priority = Float64Array.from({ length: 200 }, () => random.between(0, 50))
  const heap = new IndexHeap(priority)
  for (let turn = 0; turn < 100; turn += 1) heap.lower(random.between(0, 199), random.between(0, 20))
  const sorted = [...priority.keys()].sort((a, b) => priority[a]! - priority[b]! || a - b)
  assert.deepEqual(
    Array.from({ length: 201 }, () => heap.take()),
    [...sorted, undefined],
  )
  heap.lower(3, 1)
})

test('pairs are those of comparing everybody with everybody', () => {
  const random = new Random('pairs')
  const rows = Array.from({ length: 30 }, () => {
    const objects = Array.from({ length: 6 }, () => [random.between(0, 40), random.between(1, 9)] as const)
    return new Map(objects)
  })
  const slow = rows.flatMap((row, a) =>
    rows.flatMap((other, b) => {
      const shared = [...row.keys()].filter((object) => b > a && other.has(object))
      const common = shared.reduce((sum, object) => sum + row.get(object)! * other.get(object)!, 0)
      return shared.length < 2 ? [] : [{ a, b, common, objects: shared.length }]
    }),
  )
  assert.deepEqual(pairsOf(rows, 2), slow)
})

test('peeling finds a block at least half as dense as the densest', () => {
  for (let turn = 0; turn < 20; turn += 1) {
    const random = new Random(`block ${turn}`)
    const columns = Array.from({ length: 5 }, () => [0, 1, 2, 3, 4].filter(() => random.chance(0.5)))
    const graph = graphOf(5, columns)
    let most = 0
    for (let subset = 1; subset < 1 << graph.nodes; subset += 1) {
      const isIn = (node: number): boolean => ((subset >> node) & 1) === 1
      let weight = 0
      for (const [edge, value] of graph.weight.entries())
        if (isIn(graph.account[edge]!) && isIn(graph.object[edge]!)) weight += value
      most = Math.max(most, weight / subset.toString(2).replaceAll('0', '').length)
    }
    const { density } = densestBlock(graph)
    assert.ok(density >= most / 2 && density <= most + 1e-9, `${density} of ${most}`)
  }
})

test('the discrepancy by random features is that of the kernel, and nothing between two halves of one', () => {
  const { traffic } = scene({ calls: 40, text: 'foreign', accounts: 10 })
  const width = 1
  const sums = featureSums(traffic, width)
  const isRing = traffic.accounts.map(({ name }) => name.startsWith('ring'))
  const pooled = (holds: (account: number) => boolean): ReturnType<typeof noFeatures> =>
    sums.reduce((sum, each, account) => (holds(account) ? plus(sum, each) : sum), noFeatures())
  const kernel = (a: number, b: number): number =>
    Math.exp(-(distance(traffic.calls.embedding, a, b) ** 2) / (2 * width * width))
  const calls = [...traffic.calls.account.keys()]
  const one = calls.filter((call) => isRing[traffic.calls.account[call]!] === true)
  const other = calls.filter((call) => isRing[traffic.calls.account[call]!] === false)
  const mean = (left: readonly number[], right: readonly number[]): number => {
    let sum = 0
    for (const a of left) for (const b of right) if (a !== b) sum += kernel(a, b)
    return sum / (left.length * (left.length - (left === right ? 1 : 0)) || 1)
  }
  const cross = (mean(one, other) * one.length) / other.length
  const exact = mean(one, one) + mean(other, other) - 2 * cross
  const found = discrepancy(
    pooled((account) => isRing[account]!),
    pooled((account) => !isRing[account]!),
  )
  assert.ok(exact > 0.01)
  // A few hundred random frequencies are that exact.
  near(found, exact, exact / 3)
  const half = discrepancy(
    pooled((account) => !isRing[account]! && account % 2 === 0),
    pooled((account) => !isRing[account]! && account % 2 === 1),
  )
  near(half, 0, exact / 10)
})

test('a tree of depth two learns what no single question tells', () => {
  const random = new Random('tree')
  const rows = Array.from({ length: 400 }, () => Float64Array.from([random.unit(), random.unit(), random.unit()]))
  const isOdd = (row: Float64Array): number => (row[0]! < 0.4 !== row[2]! < 0.7 ? 1 : -1)
  const gradient = Float64Array.from(rows, isOdd)
  const examples = { bins: binFeatures(rows), gradient, curvature: new Float64Array(400).fill(1) }
  const grow = (depthMax: number): number => {
    const tree = growTree(examples, [...rows.keys()], { depthMax, examplesOfLeafMin: 5, shrinkage: 1 })
    return rows.filter((row) => valueOf(tree, row) > 0 === isOdd(row) > 0).length
  }
  assert.ok(grow(3) >= 380, `${grow(3)}`)
  assert.ok(grow(1) < 340, `${grow(1)}`)
})

test('texts that share words are near, others far, and a text without words is nowhere', () => {
  const embedder = new Embedder()
  const texts = ['the tide comes twice a day', 'the tide comes thrice a day', 'numbers of primes below ten', ' … ']
  const embedding = new Float32Array(texts.length * embeddingDimensions)
  for (const [index, text] of texts.entries()) embedder.embed(text, embedding, index * embeddingDimensions)
  assert.ok(distance(embedding, 0, 1) < distance(embedding, 0, 2) - 0.3)
  near(distance(embedding, 0, 0), 0, 1e-3)
  assert.ok(embedding.subarray(3 * embeddingDimensions).every((value) => value === 0))
})

test('components are what was joined, directly or not', () => {
  const components = new Components(7)
  for (const [a, b] of [
    [5, 3],
    [3, 1],
    [6, 2],
  ] as const)
    components.join(a, b)
  assert.deepEqual(components.groups(), [
    [1, 3, 5],
    [2, 6],
  ])
})
