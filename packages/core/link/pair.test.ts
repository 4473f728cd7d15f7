// Pairs in columns are those that lists of lists would hold.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Random } from '../statistics.ts'
import { pairHoldersMax, Pairs } from './pair.ts'
import { isDeclared, type Population } from './population.ts'

/** What suggests each pair, by its accounts: events in the order of their coming, and rare things. */
class Oracle {
  readonly population: Population
  readonly pairs = new Map<string, { sharings: number[]; rare: number }>()

  constructor(population: Population) {
    this.population = population
  }
  note(accounts: readonly number[], sharing: number): void {
    if (accounts.length > pairHoldersMax) return
    for (const [i, x] of accounts.entries()) for (const y of accounts.slice(i + 1)) this.noteOne(x, y, sharing)
  }
  noteWith(account: number, others: readonly number[], sharing: number): void {
    const before = others.filter((other) => other !== account)
    if (others.length === pairHoldersMax + 1)
      for (const [i, x] of before.entries()) for (const y of before.slice(i + 1)) this.forget(x, y, sharing)
    if (others.length <= pairHoldersMax) for (const other of before) this.noteOne(account, other, sharing)
  }
  private noteOne(x: number, y: number, sharing: number): void {
    if (isDeclared(this.population, x, y)) return
    const key = `${Math.min(x, y)} ${Math.max(x, y)}`
    const pair = this.pairs.get(key) ?? { sharings: [], rare: 0 }
    this.pairs.set(key, pair)
    if (sharing < 0) pair.rare += 1
    else if (pair.sharings.at(-1) !== sharing) pair.sharings.push(sharing)
  }
  private forget(x: number, y: number, sharing: number): void {
    const key = `${Math.min(x, y)} ${Math.max(x, y)}`
    const pair = this.pairs.get(key)
    if (pair === undefined) return
    if (sharing < 0) pair.rare -= 1
    else pair.sharings = pair.sharings.filter((one) => one !== sharing)
    if (pair.rare === 0 && pair.sharings.length === 0) this.pairs.delete(key)
  }
}

function told(pairs: Pairs, found: Int32Array): string[] {
  return Array.from(found, (pair) => {
    const sharings: number[] = []
    pairs.sharingsOf(pair, sharings)
    return `${pairs.a(pair)} ${pairs.b(pair)}: ${sharings.join(' ')}`
  }).sort()
}

test('what is noted and taken back is answered, of everybody and of some', () => {
  for (let seed = 0; seed < 40; seed += 1) {
    const random = new Random(seed)
    const size = 70 + random.below(80)
    const org = Int32Array.from({ length: size }, () => (random.unit() < 0.2 ? random.below(4) : -1))
    const population: Population = { size, org, reseller: new Uint8Array(size) }
    const [pairs, oracle] = [new Pairs(population), new Oracle(population)]
    for (let step = 0; step < 60; step += 1) {
      const order = Int32Array.from({ length: size }, (_, account) => account)
      random.shuffle(order)
      const sharing = random.unit() < 0.3 ? -1 : step
      const some = [...order.subarray(0, 2 + random.below(random.unit() < 0.1 ? 68 : 5))]
      if (random.unit() < 0.5) for (const one of [pairs, oracle]) one.note(some, sharing)
      else
        for (let count = 2; count <= some.length; count += 1)
          for (const one of [pairs, oracle]) one.noteWith(some[count - 1]!, some.slice(0, count), sharing)
    }
    const all = [...oracle.pairs].map(([key, { sharings }]) => `${key}: ${sharings.join(' ')}`).sort()
    const accounts = new Set([1, 2, 3, 5, 8, 13, 21, 34, 55])
    const inside = (line: string): boolean[] =>
      /^(\d+) (\d+)/
        .exec(line)!
        .slice(1)
        .map((one) => accounts.has(Number(one)))
    assert.deepEqual(told(pairs, pairs.all()), all)
    assert.deepEqual(
      told(pairs, pairs.among(accounts)),
      all.filter((line) => inside(line).every(Boolean)),
    )
    assert.deepEqual(
      told(pairs, pairs.touching(accounts)),
      all.filter((line) => inside(line).some(Boolean)),
    )
    for (let account = 0; account < size; account += 1)
      assert.equal(
        pairs.has(account),
        all.some((line) => line.split(':')[0]!.split(' ').includes(`${account}`)),
      )
  }
})
