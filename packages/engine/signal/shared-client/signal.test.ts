// Coming from the same rare network, client or working environment makes accounts alike: it supports, it never links.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertNats, call, chat, type Line, type NamedTrait, traitsIn } from '../signal.fixture.ts'
import { sharedClient } from './signal.ts'

const people = (count: number): string[] => Array.from({ length: count }, (_, i) => `user${i}`)

const from = (id: string, account: string, client: object): Line =>
  call(id, account, chat(`${account} says ${id}`), { client })

const tool = (name: string): object => ({ type: 'function', function: { name, parameters: { type: 'object' } } })
const withTools = (id: string, account: string, ...names: readonly string[]): Line =>
  call(id, account, { ...chat(`${account} uses ${id}`), tools: names.map(tool) })

/** The model has the account's agent open a file. */
const worksAt = (id: string, account: string, path: string): Line =>
  call(id, account, chat(`${account} works on ${id}`), {
    response: {
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            tool_calls: [
              { id: 'c1', type: 'function', function: { name: 'open', arguments: JSON.stringify({ path }) } },
            ],
          },
        },
      ],
    },
  })

/** A client that sends, beside what is always alike, headers that change from call to call. */
const relay = (call: string): object => ({
  user_agent: 'relay-cli/1.0.57',
  sdk: 'relay/0.55',
  headers: {
    'X-Stainless-OS': 'Windows',
    'x-request-id': `req-${call}`,
    'x-stainless-retry-count': call,
    traceparent: `00-${call}`,
    authorization: `Bearer ${call}`,
    'x-api-key': call,
    cookie: `c=${call}`,
    'content-length': call,
    'x-forwarded-for': call,
    date: call,
  },
})

const negatives = {
  'a campus or a popular client, which more have than tell anything': people(201).map((account) =>
    from(account, account, { ip: '192.0.2.1', ja4: 't13d-popular', user_agent: 'popular-cli' }),
  ),
  'clients of which nothing is known': [from('r1', 'ana', {}), from('r2', 'bo', { ip: '', ja4: '' })],
  'an exit, a fingerprint and an environment for every account (evasion)': [
    from('r1', 'ana', { ip: '198.18.1.1', ja4: 't13d-ana', user_agent: 'cli/ana' }),
    from('r2', 'bo', { ip: '198.18.2.1', ja4: 't13d-bo', user_agent: 'cli/bo' }),
    worksAt('r3', 'ana', '/home/ana/shop/src/a.ts'),
    worksAt('r4', 'bo', '/home/bo/shop/src/a.ts'),
  ],
}

const seen = await traitsIn(sharedClient, {
  ...negatives,
  address: [
    from('r1', 'ana', { ip: '203.0.113.7' }),
    from('r2', 'ana', { ip: '203.0.113.7' }),
    from('r3', 'bo', { ip: '203.0.113.7' }),
  ],
  prefix: [
    from('r1', 'ana', { ip: '198.51.100.4' }),
    from('r2', 'bo', { ip: '198.51.100.90' }),
    from('r3', 'cy', { ip: '198.51.101.4' }),
  ],
  'prefix of IPv6': [
    from('r1', 'ana', { ip: '2001:db8:7:1::5' }),
    from('r2', 'bo', { ip: '2001:0db8:0007:2::9' }),
    from('r3', 'cy', { ip: '2001:db8:8:1::5' }),
  ],
  ja4: [from('r1', 'ana', { ja4: 't13d1516h2_8daa' }), from('r2', 'bo', { ja4: 't13d1516h2_8daa' })],
  headers: [
    from('r1', 'ana', relay('1')),
    from('r2', 'bo', relay('2')),
    from('r3', 'cy', { user_agent: 'relay-cli/1' }),
  ],
  tools: [
    withTools('r1', 'ana', 'grade', 'fetch'),
    withTools('r2', 'bo', 'fetch', 'grade'),
    withTools('r3', 'cy', 'fetch'),
  ],
  environment: [
    worksAt('r1', 'ana', '/testbed/task_41/src/x.py'),
    worksAt('r2', 'bo', '/testbed/task_977/src/y.py'),
    worksAt('r3', 'cy', '/testbed/other/src/y.py'),
  ],
  parameters: ['ana', 'bo'].map((account) =>
    call(account, account, { ...chat(`${account} sets it`), temperature: 0.73, top_p: 0.91 }),
  ),
  office: people(40).map((account) => from(account, account, { ip: '203.0.114.1' })),
  everything: [0, 1, 2, 3].map((i) =>
    call(
      `r${i}`,
      i % 2 === 0 ? 'ana' : 'bo',
      { ...chat(`Say ${i}`), tools: [tool('all')], seed: 77 },
      {
        client: { ip: '203.0.115.9', ja4: 't13d-all', user_agent: 'all/1' },
      },
    ),
  ),
})

const told = (traits: readonly NamedTrait[]): string[] =>
  traits.map(({ aspect, accounts, uses }) => `${aspect}: ${accounts.join()} ${uses.join()}`)

const positives: readonly (readonly [scene: Parameters<typeof seen.of>[0], aspect: string, weight: number])[] = [
  ['prefix', 'address prefix', 0.4],
  ['prefix of IPv6', 'address prefix', 0.4],
  ['ja4', 'TLS fingerprint', 0.5],
  ['headers', 'header tuple', 0.5],
  ['tools', 'tool set', 0.7],
  ['environment', 'working environment', 0.7],
  ['parameters', 'parameter tuple', 0.4],
]

for (const [scene, aspect, weight] of positives)
  test(`${scene}: two of the accounts have one ${aspect} in common, at ${weight} of its rarity`, () => {
    assert.deepEqual(told(seen.of(scene)), [`${aspect}: ana,bo 1,1`])
    assertNats(seen.of(scene)[0]?.nats, weight * Math.log(seen.size / 2))
  })

test('one address is one prefix too, and weighs more', () => {
  assert.deepEqual(told(seen.of('address')), ['address: ana,bo 2,1', 'address prefix: ana,bo 2,1'])
  assertNats(seen.of('address')[0]?.nats, 0.8 * Math.log(seen.size / 2))
})

for (const what of Object.keys(negatives) as (keyof typeof negatives)[])
  test(`nothing is said of ${what}`, () => assert.deepEqual(told(seen.of(what)), []))

test("an office's address weighs by its forty holders", () =>
  assertNats(seen.of('office')[0]?.nats, 0.8 * Math.log(seen.size / 40)))

test('everything in common supports and never links: no pair is opened', () => {
  assert.ok(sharedClient.traits.every(({ opensPairs, weight }) => !opensPairs && weight < 1))
  assert.equal(seen.of('everything').length, 6)
  assert.deepEqual(seen.links('everything'), [])
})

test('the sentence has its numbers', () => {
  const who = '3 of 3 accounts'
  assert.equal(
    sharedClient.sentence({ aspect: 'address prefix', values: 1, who, inside: 1, outside: 1 }),
    '1 telling address prefix on requests of 3 of 3 accounts; the most common with 1 member and 1 account outside.',
  )
  assert.equal(
    sharedClient.sentence({ aspect: 'address prefix', values: 2, who, inside: 3, outside: 0 }),
    '2 telling address prefixes on requests of 3 of 3 accounts; the most common with 3 members and nobody outside.',
  )
})
