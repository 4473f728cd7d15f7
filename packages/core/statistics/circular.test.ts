// People have a day, machines have none; neither is told from the other by chance.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dailyRhythm, logRoundTheClock } from './circular.ts'
import { Random } from './random.ts'
import { shareBelow, superUniformityP, times, uniformityP } from './simulation.fixture.ts'

const random = new Random(80)

/** Hours with density in proportion to 1 + amplitude · cos towards `peak`, by rejection. */
const hoursOf = (count: number, amplitude: number, peak = 15): Float64Array =>
  Float64Array.from({ length: count }, () => {
    for (;;) {
      const hour = 24 * random.unit()
      if (random.unit() * (1 + amplitude) < 1 + amplitude * Math.cos(((hour - peak) * Math.PI) / 12)) return hour
    }
  })

test('p-values are uniform when hours are, from ten hours on', () => {
  for (const count of [10, 200])
    assert.ok(uniformityP(times(800, () => Math.exp(dailyRhythm(hoursOf(count, 0)).logP))) > 0.01)
})

test('a day shows', () => {
  assert.ok(
    shareBelow(
      times(100, () => Math.exp(dailyRhythm(hoursOf(100, 0.7)).logP)),
      0.05,
    ) > 0.9,
  )
  const { amplitude, peakHour } = dailyRhythm(hoursOf(5000, 0.7))
  assert.ok(Math.abs(amplitude - 0.7) < 0.07 && Math.abs(peakHour - 15) < 0.5)
})

test('the amplitude has no bias upwards from few hours', () => {
  const squares = times(2000, () => dailyRhythm(hoursOf(20, 0.6)).amplitude ** 2)
  assert.ok(Math.abs(squares.reduce((a, b) => a + b) / 2000 - 0.36) < 0.08)
})

test('published: critical values of the Rayleigh test', () => {
  // Zar, Biostatistical analysis, table B.34: for n = 10, z = n R̄² = 2.919 at 0.05; for n = 50, 2.983 at 0.05.
  for (const [count, z] of [
    [10, 2.919],
    [50, 2.983],
  ] as const) {
    const length = Math.sqrt(z * count)
    const p = Math.exp(Math.sqrt(1 + 4 * count + 4 * (count * count - length * length)) - (1 + 2 * count))
    assert.ok(Math.abs(p - 0.05) < 1e-3, `${p}`)
  }
  const half = Float64Array.from({ length: 20 }, (_, at) => (at < 10 ? 6 : 12))
  const { logP, peakHour } = dailyRhythm(half)
  assert.ok(Math.abs(logP - (Math.sqrt(81 + 4 * 200) - 41)) < 1e-9 && Math.abs(peakHour - 9) < 1e-9)
})

test('round the clock: conservative for whoever has a day, small for machines', () => {
  for (const amplitude of [0.5, 1])
    assert.ok(superUniformityP(times(500, () => Math.exp(logRoundTheClock(hoursOf(300, amplitude), 0.5)))) > 0.5)
  assert.ok(
    shareBelow(
      times(50, () => Math.exp(logRoundTheClock(hoursOf(1000, 0), 0.5))),
      1e-6,
    ) > 0.9,
  )
})

test('nothing has no rhythm', () => {
  assert.deepEqual(dailyRhythm(new Float64Array()), { calls: 0, amplitude: 0, peakHour: 0, logP: 0 })
  assert.equal(dailyRhythm(Float64Array.of(3)).logP, 0)
  assert.equal(logRoundTheClock(new Float64Array(), 1), 0)
})
