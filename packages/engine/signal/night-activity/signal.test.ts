// Who is as awake at night as by day, where they are, is no person there.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { activityOf, Lexiconed, pOf, type SomeRow } from '../activity.fixture.ts'
import { nightActivity } from './signal.ts'

const { lexicon, factsOf } = new Lexiconed({ country: 'JP' })
const at = (hours: readonly number[], country: string): SomeRow[] =>
  hours.flatMap((hour) => [0, 1, 2].map((day) => ({ day, hour, country })))
const of = (count: number, hours: readonly number[], country: string) =>
  activityOf(count, () => at(hours, country), { lexicon, factsOf })
const around = Array.from({ length: 24 }, (_, hour) => hour)
const people = of(80, [8, 9, 11, 13, 16, 18], 'GB')

test('machines that run around the clock show', () => {
  const outcome = nightActivity.test(of(20, around, 'GB'), people)!
  assert.ok(outcome.pValue < 1e-10)
  assert.match(nightActivity.sentence(outcome), /no difference whether it is night .* 20 of 20 accounts, and 0 of 80/)
})
test('another continent’s working day shows behind British exits', () =>
  assert.ok(pOf(nightActivity.test(of(20, [1, 2, 3, 4, 6, 8], 'GB'), people)) < 1e-10))
test('where calls have no country the registered one counts', () => {
  assert.ok(pOf(nightActivity.test(of(20, [16, 17, 18, 19, 20, 22], ''), people)) < 1e-10)
  assert.equal(pOf(nightActivity.test(of(20, [1, 3, 5, 8, 10], ''), people)), 1)
})

test('nothing is made of people by day, night owls among them, or of accounts that keep their country’s hours (evasion)', () => {
  assert.equal(pOf(nightActivity.test(of(20, [9, 12, 15, 20, 23], 'GB'), people)), 1)
  const owls = activityOf(20, (account) => at(account < 2 ? [23, 0, 1, 2, 3] : [9, 12, 15, 20], 'GB'), {
    lexicon,
    factsOf,
  })
  assert.ok(pOf(nightActivity.test(owls, people)) > 0.01)
})
test('where no country is known nothing is said', () =>
  assert.equal(
    nightActivity.test(
      activityOf(20, () => at(around, '')),
      people,
    ),
    null,
  ))
test('products that run around the clock are compared with others that do', () =>
  assert.equal(pOf(nightActivity.test(of(20, around, 'GB'), of(80, around, 'GB'))), 1))
