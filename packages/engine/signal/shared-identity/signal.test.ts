// Being registered with the same rare thing makes accounts alike: by rarity, never enough alone.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertNats, call, chat, type Line, type NamedTrait, traitsIn } from '../signal.fixture.ts'
import { sharedIdentity } from './signal.ts'

const people = (count: number): string[] => Array.from({ length: count }, (_, i) => `user${i}`)

/** The registry's lines of accounts that have the fields in common. */
const registered = (fields: Line, ...accounts: readonly string[]): Line[] =>
  accounts.map((account) => ({ account, ...fields }))

const negatives = {
  'what is left out or empty': [
    ...registered({ payment: '', email_domain: '', referral: '', phone_prefix: '', signup_ip: '' }, 'ana', 'bo'),
    ...registered({ plan: 'payg', tier: 'email', country: 'NO' }, 'cy', 'di'),
  ],
  'a domain that more have than tell anything': registered({ email_domain: 'post.example' }, ...people(201)),
  'an account without interactions': registered({ payment: 'card-idle' }, 'ana', 'idle'),
  'a thing of each kind for every account (evasion)': ['ana', 'bo'].map((account, i) => ({
    account,
    payment: `virtual-${account}`,
    email_domain: `${account}.example`,
    signup_ip: `192.${i}.2.1`,
    referral: `${account}-ref`,
    phone_prefix: `+99 ${i}`,
  })),
  'different things of equal value': [
    ...registered({ payment: 'same-word' }, 'ana'),
    ...registered({ referral: 'same-word' }, 'bo'),
  ],
}

const registries = {
  card: registered({ payment: 'card-7Qm' }, 'ana', 'bo'),
  'mail domain': [
    ...registered({ email_domain: 'Mill.example' }, 'ana'),
    ...registered({ email_domain: 'mill.example' }, 'bo'),
  ],
  referral: registered({ referral: 'FRIEND-51' }, 'ana', 'bo'),
  phone: registered({ phone_prefix: '+99 555' }, 'ana', 'bo'),
  address: [
    ...registered({ signup_ip: '203.0.113.7' }, 'ana'),
    ...registered({ signup_ip: '::ffff:203.0.113.7' }, 'bo'),
  ],
  network: [
    ...registered({ signup_ip: '198.51.100.4' }, 'ana'),
    ...registered({ signup_ip: '198.51.100.90' }, 'bo'),
    ...registered({ signup_ip: '198.51.101.4' }, 'cy'),
  ],
  agency: registered({ payment: 'card-agency' }, ...people(50)),
  ...negatives,
}
type Scene = keyof typeof registries

/** Every registered account calls once, but the idle. */
const scenes = Object.fromEntries(
  Object.entries(registries).map(([scene, lines]) => [
    scene,
    lines
      .map(({ account }) => `${account as string}`)
      .filter((account) => account !== 'idle')
      .map((account, i) => call(`r${i}`, account, chat(`${account} says hello in ${scene}`))),
  ]),
) as Record<Scene, Line[]>

const seen = await traitsIn(sharedIdentity, scenes, registries)

const told = (traits: readonly NamedTrait[]): string[] =>
  traits.map(({ aspect, accounts }) => `${aspect}: ${accounts.join()}`)

const positives: readonly (readonly [scene: Scene, aspect: string, weight: number])[] = [
  ['card', 'payment instrument', 1],
  ['referral', 'referral', 0.7],
  ['mail domain', 'e-mail domain', 0.5],
  ['phone', 'phone prefix', 0.3],
  ['network', 'sign-up network', 0.4],
]

for (const [scene, aspect, weight] of positives)
  test(`two accounts with one ${aspect} have it in common, at ${weight} of its rarity`, () => {
    assert.deepEqual(told(seen.of(scene)), [`${aspect}: ana,bo`])
    assertNats(seen.of(scene)[0]?.nats, weight * Math.log(seen.size / 2))
  })

test('one sign-up address, however it is written, is one network too', () => {
  assert.deepEqual(told(seen.of('address')), ['sign-up address: ana,bo', 'sign-up network: ana,bo'])
  assertNats(seen.of('address')[0]?.nats, 0.8 * Math.log(seen.size / 2))
})

for (const scene of Object.keys(negatives) as (keyof typeof negatives)[])
  test(`nothing is said of ${scene}`, () => assert.deepEqual(told(seen.of(scene)), []))

test("a family's card or address is reason to compare two accounts, and not enough to link them", () => {
  for (const scene of ['card', 'address'] as const)
    assert.deepEqual(
      seen.links(scene).map(({ pair, suffices }) => [pair, suffices]),
      [['ana–bo', false]],
    )
})

test("an agency's card weighs by its fifty holders, and links none of them", () => {
  const [trait, ...others] = seen.of('agency')
  assert.deepEqual([trait?.accounts.length, others], [50, []])
  assertNats(trait?.nats, Math.log(seen.size / 50))
  assert.ok(seen.links('agency').every(({ suffices }) => !suffices))
})

test('what clusters by itself is no reason to compare two accounts', () => {
  for (const scene of ['network', 'referral', 'mail domain', 'phone'] as const) assert.deepEqual(seen.links(scene), [])
})

test('the sentence has its numbers', () => {
  const who = 'this account'
  assert.equal(
    sharedIdentity.sentence({ aspect: 'sign-up address', values: 1, who, inside: 1, outside: 0 }),
    '1 telling sign-up address on the registration of this account; the most common with 1 member and nobody outside.',
  )
  assert.equal(
    sharedIdentity.sentence({ aspect: 'sign-up address', values: 2, who: '9 of 9 accounts', inside: 4, outside: 3 }),
    '2 telling sign-up addresses on the registration of 9 of 9 accounts; the most common with 4 members and 3 accounts outside.',
  )
})
