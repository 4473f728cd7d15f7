// Levels of false discovery: worked examples, every level tried, and the promise kept in simulations.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { benjaminiHochberg, benjaminiYekutieli, eBenjaminiHochberg } from './false-discovery.ts'
import { logNormalUpper } from './normal.ts'
import { Random } from './random.ts'
import { normal } from './simulation.fixture.ts'

const near = (actual: Float64Array, expected: readonly number[]): void => {
  assert.equal(actual.length, expected.length)
  for (const [at, level] of actual.entries()) assert.ok(Math.abs(level - expected[at]!) < 1e-12, `${level}`)
}

test('the example of Benjamini and Hochberg, 1995: four of fifteen at 0.05', () => {
  const published = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
  ]
  const levels = benjaminiHochberg(Float64Array.from(published))
  assert.equal(levels.filter((level) => level <= 0.05).length, 4)
  assert.ok(Math.abs(levels[3]! - (0.0095 * 15) / 4) < 1e-12)
  assert.ok(Math.abs(benjaminiYekutieli(Float64Array.from(published))[0]! - 0.0001 * 15 * 3.3182289932) < 1e-9)
})

test('order does not matter, equals are equal, hypotheses that are not listed count', () => {
  near(benjaminiHochberg(Float64Array.of(0.04, 0.01, 0.04, 0.9)), [0.16 / 3, 0.04, 0.16 / 3, 0.9])
  near(benjaminiHochberg(Float64Array.of(0.01), 5), [0.05])
  near(benjaminiHochberg(Float64Array.of(NaN, 0.01)), [1, 0.02])
  near(benjaminiHochberg(new Float64Array()), [])
  near(eBenjaminiHochberg(Float64Array.of(Math.log(100), Math.log(40), NaN, -Infinity)), [0.04, 0.05, 1, 1])
})

test('a hypothesis is rejected at a level exactly when its own level is no higher', () => {
  const random = new Random(11)
  for (let round = 0; round < 200; round += 1) {
    const ps = Float64Array.from({ length: 12 }, () => random.unit() ** 4)
    const alpha = random.unit()
    const sorted = ps.toSorted()
    let most = 0
    for (const [at, p] of sorted.entries()) if (p <= (alpha * (at + 1)) / 12) most = at + 1
    const levels = benjaminiHochberg(ps)
    for (const [at, p] of ps.entries()) assert.equal(levels[at]! <= alpha, most > 0 && p <= sorted[most - 1]!)
    near(eBenjaminiHochberg(ps.map((p) => -Math.log(p))), [...levels])
  }
})

/** The mean false share, and the mean share found, at 0.1 over many rounds of 40 hypotheses, 10 of them false. */
function rates(levelsOf: (zs: Float64Array) => Float64Array, shared: number): { false: number; found: number } {
  const random = new Random(12)
  let [falseShare, found] = [0, 0]
  for (let round = 0; round < 500; round += 1) {
    const common = normal(random)
    const noise = (): number => Math.sqrt(1 - shared) * normal(random) + Math.sqrt(shared) * common
    const levels = levelsOf(Float64Array.from({ length: 40 }, (_, at) => noise() + (at < 10 ? 4 : 0)))
    const [right, wrong] = [levels.slice(0, 10), levels.slice(10)].map((part) => part.filter((l) => l <= 0.1).length)
    falseShare += wrong! / Math.max(1, wrong! + right!) / 500
    found += right! / 10 / 500
  }
  return { false: falseShare, found }
}

const pOf = (zs: Float64Array): Float64Array => zs.map((z) => Math.exp(logNormalUpper(z)))
const methods: readonly (readonly [name: string, levelsOf: (zs: Float64Array) => Float64Array, foundMin: number])[] = [
  ['Benjamini–Hochberg', (zs) => benjaminiHochberg(pOf(zs)), 0.9],
  ['Benjamini–Yekutieli', (zs) => benjaminiYekutieli(pOf(zs)), 0.8],
  // exp(4z − 8) is the likelihood ratio of a mean of 4 against 0.
  ['e-BH', (zs) => eBenjaminiHochberg(zs.map((z) => 4 * z - 8)), 0.7],
]

for (const [name, levelsOf, foundMin] of methods)
  test(`${name} keeps the false share below its level, alone and together, and finds what is there`, () => {
    const alone = rates(levelsOf, 0)
    const together = rates(levelsOf, 0.5)
    assert.ok(alone.false <= 0.09 && together.false <= 0.1, JSON.stringify([alone, together]))
    assert.ok(alone.found > foundMin, JSON.stringify(alone))
  })
