// Even totals speak for a scheduler, uneven ones for people; nothing speaks for it by itself.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { evennessEvidence, evennessEvidenceAgainst, fitConcentration } from './evenness.ts'
import { beyondFirst } from './spread.ts'
import { Random } from './random.ts'
import { gamma, multinomial, normal, superUniformityP, times } from './simulation.fixture.ts'

const random = new Random(20)
const near = (actual: number, expected: number, tolerance = 1e-10): void =>
  assert.ok(Math.abs(actual - expected) < tolerance, `${actual} for ${expected}`)

/** Totals of people whose rates are gamma of this shape, times what they could use. */
function people(accounts: number, total: number, shape: number): Float64Array {
  return multinomial(
    total,
    Float64Array.from({ length: accounts }, () => gamma(shape, random)),
    random,
  )
}

const even = (accounts: number, total: number): Float64Array =>
  multinomial(total, new Float64Array(accounts).fill(1), random)

test('closed forms: two accounts with one use each, and uniform splits under concentration 1', () => {
  // Evenly: 1/2 · 1/2 · 2. Under Dirichlet(1, 1) every split of n has probability 1 / (n + 1).
  near(evennessEvidence({ counts: Float64Array.of(1, 1) }, 1), Math.log(0.5 / (1 / 3)))
  near(evennessEvidence({ counts: Float64Array.of(0, 5) }, 1), Math.log(0.5 ** 5 / (1 / 6)))
  assert.equal(evennessEvidence({ counts: Float64Array.of(9) }, 1), 0)
  assert.equal(evennessEvidence({ counts: new Float64Array(4) }, 1), 0)
})

/** The probability that an urn with these weights, which gains one of each colour drawn, gives the counts. */
function urn(counts: Float64Array, weights: Float64Array): number {
  let whole = weights.reduce((a, b) => a + b)
  let probability = 1
  let drawn = 0
  for (const [colour, count] of counts.entries())
    for (let k = 0; k < count; k += 1) {
      drawn += 1
      probability *= (((weights[colour]! + k) / whole) * drawn) / (k + 1)
      whole += 1
    }
  return probability
}

test('under people the mean e-value is exactly 1: every outcome counted', () => {
  const exposure = Float64Array.of(1, 2, 5)
  for (const concentration of [0.2, 1, 3]) {
    const weights = exposure.map((one) => (concentration * 3 * one) / 8)
    let mean = 0
    for (let a = 0; a <= 6; a += 1)
      for (let b = 0; a + b <= 6; b += 1) {
        const counts = Float64Array.of(a, b, 6 - a - b)
        mean += urn(counts, weights) * Math.exp(evennessEvidence({ counts, exposure }, concentration))
      }
    near(mean, 1)
  }
})

for (const concentration of [0.2, 0.5, 1])
  test(`people with rates of shape ${concentration} rarely look like a scheduler`, () => {
    const es = times(600, () => Math.exp(evennessEvidence({ counts: people(12, 40, concentration) }, concentration)))
    assert.ok(superUniformityP(es.map((e) => Math.min(1, 1 / e))) > 0.01)
    assert.ok(es.reduce((a, b) => a + b) / es.length < 1.6)
  })

test('people with heavier tails look like one even less', () => {
  const lognormal = (): Float64Array =>
    multinomial(
      400,
      Float64Array.from({ length: 20 }, () => Math.exp(2 * normal(random))),
      random,
    )
  const pareto = (): Float64Array =>
    multinomial(
      400,
      Float64Array.from({ length: 20 }, () => random.unit() ** -1),
      random,
    )
  for (const law of [lognormal, pareto]) {
    const nats = times(300, () => evennessEvidence({ counts: law() }, 1))
    assert.ok(nats.filter((one) => one > 0).length <= 3)
  }
})

test('a pool of thirty that is used at random gives tens of nats, one used in turn more', () => {
  const atRandom = times(50, () => evennessEvidence({ counts: even(30, 600) }, 1))
  assert.ok(Math.min(...atRandom) > 15, `${Math.min(...atRandom)}`)
  const inTurn = evennessEvidence({ counts: new Float64Array(30).fill(20) }, 1)
  assert.ok(inTurn > Math.max(...atRandom))
})

test('a pool is even by how long its accounts were there', () => {
  const exposure = Float64Array.from({ length: 30 }, (_, at) => 1 + at)
  const counts = multinomial(900, exposure, random)
  assert.ok(evennessEvidence({ counts, exposure }, 1) > 20)
  assert.ok(evennessEvidence({ counts }, 1) < evennessEvidence({ counts, exposure }, 1))
})

test('a class is no pool: people as alike as that are asked for, too', () => {
  const found = times(500, () => evennessEvidenceAgainst({ counts: people(40, 900, 20) }))
  assert.ok(found.reduce((sum, nats) => sum + Math.exp(nats) / 500, 0) <= 1)
  // A pool in strict turn is more even than any people.
  assert.ok(evennessEvidenceAgainst({ counts: new Float64Array(40).fill(50) }) > 15)
})

test('the least favourable of several concentrations is what counts', () => {
  const spread = { counts: even(30, 600) }
  const each = [0.3, 1, 3].map((one) => evennessEvidence(spread, one))
  assert.equal(evennessEvidenceAgainst(spread, [0.3, 1, 3]), Math.min(...each))
})

test('the concentration of a population is found again', () => {
  for (const shape of [0.2, 0.7, 3]) {
    const fits = times(5, () => fitConcentration({ counts: people(400, 6000, shape) }))
    for (const fit of fits) assert.ok(Math.abs(Math.log(fit / shape)) < 0.4, `${fit} for ${shape}`)
  }
  assert.ok(fitConcentration({ counts: even(200, 4000) }) > 20)
})

test('uses beyond the first', () => assert.deepEqual(beyondFirst(Float64Array.of(0, 1, 5)), Float64Array.of(0, 0, 4)))
