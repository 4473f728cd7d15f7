// The same template in the same hours, day after day, tells one program; a lesson and an office do not.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { call, chat, type Line, type NamedTrait, prose, traitsIn } from '../signal.fixture.ts'
import { looseSynchrony } from './signal.ts'

const hourSeconds = 3600

/** A number in letters, since words with digits are all one word to a skeleton. */
const spelt = (number: number): string => [...`${number}`].map((digit) => 'abcdefghij'[Number(digit)]).join('')

/** Calls with one system prompt per theme, in these hours of the log. */
const works = (theme: string, account: string, hours: readonly number[]): Line[] =>
  hours.map((hour) =>
    call(
      `${account}-${hour}`,
      account,
      {
        messages: [
          { role: 'system', content: prose(theme, 12) },
          ...chat(prose(`${theme}${account}${spelt(hour)}q`, 7)).messages,
        ],
      },
      { second: hour * hourSeconds + 60 },
    ),
  )
/** The hours of several days. */
const daily = (days: number, ...hours: readonly number[]): number[] =>
  Array.from({ length: days }, (_, day) => hours.map((hour) => day * 24 + hour)).flat()

const negatives = {
  'a class in its lessons': ['ana', 'bo', 'cy'].flatMap((account) =>
    works('class', account, [9, 10, 24 * 7 + 9, 24 * 7 + 10]),
  ),
  'colleagues whose hours differ': [
    ...works('firm', 'ana', daily(5, 8, 9, 11, 14)),
    ...works('firm', 'bo', daily(5, 9, 13, 16, 17)),
  ],
  'two who met for one busy day': ['ana', 'bo'].flatMap((account) => works('day', account, [8, 9, 10, 11, 12, 13, 14])),
  'the same hours with different things': [
    ...works('one', 'ana', daily(5, 8, 9)),
    ...works('two', 'bo', daily(5, 8, 9)),
  ],
  'a pool whose accounts work in shifts (evasion)': [
    ...works('shift', 'ana', daily(5, 8, 9)),
    ...works('shift', 'bo', daily(5, 10, 11)),
  ],
}
const seen = await traitsIn(looseSynchrony, {
  ...negatives,
  program: ['ana', 'bo', 'cy'].flatMap((account) => works('mill', account, daily(4, 2, 3, 4))),
})
const told = (traits: readonly NamedTrait[]): string[] =>
  traits.map(({ aspect, accounts, uses }) => `${aspect}: ${accounts.join()} ${uses.join()}`)

for (const what of Object.keys(negatives) as (keyof typeof negatives)[])
  test(`nothing is said of ${what}`, () => assert.deepEqual(told(seen.of(what)), []))

test('accounts that use one thing in the same hours day after day keep a schedule in common', () => {
  assert.deepEqual(told(seen.of('program')), ['kept schedule: ana,bo,cy 12,12,12'])
  assert.deepEqual(seen.links('program'), [])
})
test('the sentence has its numbers', () =>
  assert.equal(
    looseSynchrony.sentence({ aspect: 'kept schedule', values: 2, who: '8 of 9 accounts', inside: 8, outside: 0 }),
    '2 template or tool sets used in the same hours on at least 3 days by 8 of 9 accounts; the most common by 8 members and nobody outside.',
  ))
