// Ways in that people do not take show; data centres, phones and travel do not.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { activityOf, Lexiconed, pOf, repeated, type SomeRow } from '../activity.fixture.ts'
import { proxiedAccess } from './signal.ts'

const { lexicon, factsOf } = new Lexiconed({ country: 'DE' })
const home = (account: number): SomeRow => ({ prefix: `home${account}`, asType: 'isp', country: 'DE' })
const of = (count: number, rowsOf: (account: number) => readonly SomeRow[]) =>
  activityOf(count, rowsOf, { lexicon, factsOf })
const people = of(80, (account) => repeated(10, home(account)))

const ways: Readonly<Record<string, readonly [said: RegExp, group: ReturnType<typeof activityOf>]>> = {
  'VPN exits': [/from VPN exits on 20 of 20/, of(20, (account) => repeated(10, { ...home(account), asType: 'vpn' }))],
  'networks that change all day': [
    /at least 4 are used per active day on 20 of 20/,
    of(20, (account) => Array.from({ length: 10 }, (_, i) => ({ ...home(account), prefix: `exit${account}-${i}` }))),
  ],
  'another country than the registered one': [
    /hardly ever come from the registered country on 20 of 20/,
    of(20, (account) => repeated(10, { ...home(account), country: 'BR' })),
  ],
}
for (const [what, [said, group]] of Object.entries(ways))
  test(`${what} show`, () => {
    const outcome = proxiedAccess.test(group, people)!
    assert.ok(outcome.pValue < 1e-10)
    assert.match(proxiedAccess.sentence(outcome), said)
  })

const innocent: Readonly<Record<string, ReturnType<typeof activityOf>>> = {
  'people at home': of(20, (account) => repeated(10, home(account))),
  'programs in data centres': of(20, (account) => repeated(10, { ...home(account), asType: 'hosting' })),
  'a conference abroad': of(20, (account) => [
    ...repeated(6, { ...home(account), country: 'US', prefix: 'hall' }),
    ...repeated(4, home(account)),
  ]),
  'phones that change between three networks': of(20, (account) =>
    Array.from({ length: 9 }, (_, i) => ({ ...home(account), prefix: `p${account}-${i % 3}` })),
  ),
  'one residential exit per account, in its country (evasion)': of(20, (account) => repeated(10, home(100 + account))),
}
for (const [what, group] of Object.entries(innocent))
  test(`nothing is made of ${what}`, () => assert.ok(pOf(proxiedAccess.test(group, people)) > 0.05))

test('records without clients say nothing', () =>
  assert.equal(
    proxiedAccess.test(
      of(20, () => repeated(10, {})),
      people,
    ),
    null,
  ))
