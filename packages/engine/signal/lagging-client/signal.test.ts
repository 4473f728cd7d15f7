// Staying on a version that nearly everybody left tells a frozen client; updating, or being early, does not.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertNats, call, chat, type Line, type NamedTrait, prose, traitsIn } from '../signal.fixture.ts'
import { laggingClient } from './signal.ts'

const using = (account: string, sdk: string, more: Line = {}): Line =>
  call(`${account}-${sdk}`, account, chat(prose(`${account}${sdk.length}`, 5)), { client: { sdk }, ...more })
const crowd = (product: string): Line[] =>
  Array.from({ length: 30 }, (_, i) => using(`user${i}`, `${product}/2.${i % 3}.0`))

const negatives = {
  'a client with few users': ['ana', 'bo', 'cy'].map((account) => using(account, 'rare/1.0.0')),
  'people who updated in the meantime': [
    ...crowd('upd'),
    ...['ana', 'bo'].flatMap((account) => [using(account, 'upd/1.0.0'), using(account, 'upd/2.1.0')]),
  ],
  'those who are ahead': [...crowd('early'), using('ana', 'early/3.0.0'), using('bo', 'early/3.0.0')],
  'an operator that refreshes its version (evasion)': [
    ...crowd('fresh'),
    using('ana', 'fresh/2.2.0'),
    using('bo', 'fresh/2.2.0'),
  ],
  'one account that is late': [...crowd('late'), using('ana', 'late/1.0.0')],
}
const seen = await traitsIn(laggingClient, {
  ...negatives,
  frozen: [...crowd('tool'), ...['ana', 'bo', 'cy'].map((account) => using(account, 'tool/1.0.57'))],
})
const told = (traits: readonly NamedTrait[]): string[] =>
  traits.map(({ aspect, accounts, uses }) => `${aspect}: ${accounts.join()} ${uses.join()}`)

for (const what of Object.keys(negatives) as (keyof typeof negatives)[])
  test(`nothing is said of ${what}`, () => assert.deepEqual(told(seen.of(what)), []))

test('accounts that stay on one version which nearly all left have it in common', () => {
  assert.deepEqual(told(seen.of('frozen')), ['outdated client: ana,bo,cy 1,1,1'])
  assertNats(seen.of('frozen')[0]?.nats, 0.3 * Math.log(seen.size / 3))
  assert.deepEqual(seen.links('frozen'), [])
})
test('the sentence has its numbers', () =>
  assert.match(
    laggingClient.sentence({ aspect: 'outdated client', values: 1, who: '8 of 9 accounts', inside: 8, outside: 2 }),
    /^1 telling outdated client, left behind .* 8 of 9 accounts; the most common with 8 members and 2 accounts outside\.$/,
  ))
