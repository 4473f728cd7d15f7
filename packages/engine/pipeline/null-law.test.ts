/**
 * Every test signal holds its level: over groups in which nothing is but chance, each with the reference that a scan would
 * match to it, its p-values are uniform or higher, and where something is behind a group they are small.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logBinomialUpper, Random, uniformDistance } from '@stillhunt/core/statistics'
import { type TestOutcome, testSignals } from '../signal.ts'
import { type Law, laws } from './null-law.fixture.ts'

const groups = 300
const operators = 20
/** Where claims are made, so many small ones are looked for by themselves: the distance sees the middle best. */
const levels: readonly number[] = [0.001, 0.01, 0.05]
/** So many groups must have a p-value below 1: else nothing was tested. */
const spokenShareMin = 0.02
/** A sound signal misses a bound of chance this often; seeds are fixed, so it does now or never. */
const missMax = 1e-3
/** An operator's group is found when its p-value is so small; of them at least this share must be. */
const foundMax = 0.01
const foundShareMin = 0.8

function outcomesOf(name: string, draw: Law['chance'], count: number): TestOutcome[] {
  const signal = testSignals.find((one) => one.name === name)!
  const random = new Random(name.length + 1000 * name.charCodeAt(0))
  return Array.from({ length: count }, () => draw(random)).flatMap(
    ({ group, reference }) => signal.test(group, reference) ?? [],
  )
}

/** How unlikely so many small ones are of uniform p-values (N. Smirnov's one-sided distance; Massart's bound, 1990). */
function excessP(pValues: readonly number[]): number {
  const excess = pValues.toSorted((a, b) => a - b).map((p, at) => (at + 1) / pValues.length - p)
  return Math.exp(-2 * pValues.length * Math.max(0, ...excess) ** 2)
}

test('every test signal has its null', () =>
  assert.deepEqual(Object.keys(laws).sort(), testSignals.map(({ name }) => name).sort()))

let visited = 0
for (const [name, law] of Object.entries(laws)) {
  test(`${name}: where nothing is, p-values are ${describe(law)}`, () => {
    const outcomes = outcomesOf(name, law.chance, groups)
    const pValues = outcomes.map(({ pValue }) => pValue)
    const spoken = pValues.filter((p) => p < 1).length
    assert.ok(pValues.length >= groups * 0.9, `${pValues.length} of ${groups} groups could be judged`)
    if (law.validity !== 'e-values')
      assert.ok(spoken >= spokenShareMin * groups, `${spoken} of ${groups} groups have a p-value below 1`)
    assert.ok(excessP(pValues) > missMax, `too many small ones: ${excessP(pValues)}`)
    for (const level of levels) {
      const below = pValues.filter((p) => p <= level).length
      assert.ok(logBinomialUpper(below, pValues.length, level) > Math.log(missMax), `${below} are at most ${level}`)
    }
    if (law.validity === 'uniform') assert.ok(uniformDistance(Float64Array.from(pValues)).p > missMax)
    if (law.validity === 'e-values') assertBets(outcomes)
    visited += pValues.length
  })
  test(`${name}: an operator shows`, () => {
    const pValues = outcomesOf(name, law.operator, operators).map(({ pValue }) => pValue)
    const found = pValues.filter((p) => p <= foundMax).length
    assert.ok(found >= foundShareMin * operators, `${found} of ${operators}`)
  })
}

test('all groups were looked at', () => assert.ok(visited >= testSignals.length * groups * 0.9, `${visited} groups`))

function describe({ validity }: Law): string {
  if (validity === 'uniform') return validity
  return validity === 'e-values' ? 'those of fair bets' : `uniform or higher: ${validity.higher}`
}

/** An e-value pays at most what was put in, on average. */
function assertBets(outcomes: readonly TestOutcome[]): void {
  const mean = outcomes.reduce((sum, { logEValue }) => sum + Math.exp(logEValue!), 0) / outcomes.length
  assert.ok(mean <= 1, `mean ${mean}`)
}
