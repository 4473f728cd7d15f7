// Presence, uses and ranks agree with looking back over the whole sequence.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LastUse } from './last-use.ts'
import { Random } from './random.ts'
import { exponential, times } from './simulation.fixture.ts'

test('every question agrees with the past looked through', () => {
  const random = new Random(100)
  const [calls, accounts, aliveMs] = [400, 12, 9]
  let now = 0
  const timeMs = Float64Array.from({ length: calls }, () => (now += random.unit() < 0.02 ? 20 : exponential(random)))
  const account = Int32Array.from({ length: calls }, () => Math.floor(accounts * random.unit() ** 2))
  const refusedMs = Float64Array.from({ length: 30 }, () => now * random.unit()).sort()
  const refused = Int32Array.from(refusedMs, () => random.below(accounts))
  const uses = new LastUse(account, timeMs, accounts, aliveMs, { account: refused, timeMs: refusedMs })
  let [gaps, gone] = [0, 0]
  for (let call = 0; call < calls; call += 1) {
    uses.leave(call)
    const past = [...account.subarray(0, call)]
    const last = times(accounts, (one) => past.lastIndexOf(one))
    const isRefused = (one: number): boolean =>
      refusedMs.some((at, i) => refused[i] === one && at > timeMs[last[one]!]! && at < timeMs[call]!)
    const isAlive = (one: number): boolean => last[one]! >= 0 && timeMs[last[one]!]! >= timeMs[call]! - aliveMs
    const isThere = (one: number): boolean => isAlive(one) && !isRefused(one)
    gone += times(accounts, (one) => one).filter((one) => isAlive(one) && isRefused(one)).length
    const present = times(accounts, (one) => one).filter(isThere)
    if (present.length === 0) gaps += 1
    assert.equal(uses.present, present.length)
    assert.equal(uses.presentUses, past.filter(isThere).length)
    for (const one of times(accounts, (at) => at)) {
      assert.equal(uses.isPresent(one), isThere(one))
      assert.equal(uses.usesOf(one), past.filter((other) => other === one).length)
      if (isThere(one)) assert.equal(uses.idleRank(one), present.filter((other) => last[other]! <= last[one]!).length)
    }
    uses.use(call)
  }
  assert.ok(gaps >= 3 && gone >= 20, `${gaps}, ${gone}`)
  assert.equal(uses.isPresent(-1), false)
})
