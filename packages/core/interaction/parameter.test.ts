/** Shows what of a request body counts as a parameter, and who the end user is. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readEndUser } from './end-user.ts'
import { readParameters } from './parameter.ts'

const check = (body: Record<string, unknown>, expected: readonly (readonly [string, string])[]): void =>
  assert.deepEqual(readParameters(body), expected)

test('scalars are JSON, sorted by name', () =>
  check({ top_p: 1, stream: true, temperature: 0.7, service_tier: 'auto', stop: null, seed: -0 }, [
    ['seed', '0'],
    ['service_tier', '"auto"'],
    ['stop', 'null'],
    ['stream', 'true'],
    ['temperature', '0.7'],
    ['top_p', '1'],
  ]))

test('numbers are written as JSON writes them', () => {
  for (const value of [1e21, 1e-7, 123456789012345680000, 0.1 + 0.2, -5, Infinity])
    check({ n: value }, [['n', JSON.stringify(value)]])
})

test('objects and lists are compact JSON', () =>
  check({ thinking: { type: 'enabled', budget_tokens: 2048 }, include: ['reasoning.encrypted_content'] }, [
    ['include', '["reasoning.encrypted_content"]'],
    ['thinking', '{"type":"enabled","budget_tokens":2048}'],
  ]))

test('content, identity and secrets are no parameters', () => {
  const names =
    'model messages input system instructions prompt prediction tools functions mcp_servers metadata user safety_identifier prompt_cache_key previous_response_id conversation container'
  check(Object.fromEntries(names.split(' ').map((name) => [name, 'x'])), [])
})

test('long values are cut, never through a character', () => {
  check({ a: 'x'.repeat(500) }, [['a', `"${'x'.repeat(199)}`]])
  check({ a: `${'x'.repeat(198)}😀😀` }, [['a', `"${'x'.repeat(198)}`]])
})

test('a body with very many members gives the first sixty-four by name', () => {
  const body = Object.fromEntries(
    Array.from({ length: 1000 }, (_, index) => [`p${String(999 - index).padStart(3, '0')}`, 1]),
  )
  assert.deepEqual(
    readParameters(body).map(([name]) => name),
    Array.from({ length: 64 }, (_, index) => `p${String(index).padStart(3, '0')}`),
  )
})

test('what no JSON can hold is empty', () => check({ stop: undefined }, [['stop', '']]))

test('a member called __proto__ is a parameter like any other', () => {
  check(JSON.parse('{"__proto__":{"temperature":1}}') as Record<string, unknown>, [['__proto__', '{"temperature":1}']])
})

test('the end user is the first id of user, safety identifier and metadata', () => {
  assert.equal(readEndUser({ user: 'u', safety_identifier: 's', metadata: { user_id: 'm' } }), 'u')
  assert.equal(readEndUser({ user: '', safety_identifier: 's', metadata: { user_id: 'm' } }), 's')
  assert.equal(readEndUser({ user: null, metadata: { user_id: 'm' } }), 'm')
})

test('without an id there is no end user', () => {
  for (const body of [{}, { user: 7 }, { metadata: 'm' }, { metadata: { user_id: null } }, { metadata: ['user_id'] }]) {
    assert.equal(readEndUser(body), undefined)
  }
})
