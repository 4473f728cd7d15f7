/** Shows that the arguments of one call read the same however they were written, and that nothing makes them fail. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canonicalArguments } from './tool-arguments.ts'

const check = (value: unknown, expected: string): void => assert.equal(canonicalArguments(value), expected)

test('white space between tokens and escapes that need not be vanish', () => {
  check('{ "city" : "Lyon",\n "days": [1, 2.0] }', '{"city":"Lyon","days":[1,2]}')
  check('{"city":"Lyon","days":[1,2]}', '{"city":"Lyon","days":[1,2]}')
  check('{"a":"\\u0041\\/"}', '{"a":"A/"}')
})

test('an object reads as its text does', () => check({ city: 'Lyon', days: [1, 2] }, '{"city":"Lyon","days":[1,2]}'))

test('members stay in their order', () => check('{"b":1,"a":2}', '{"b":1,"a":2}'))

test('a text that is no JSON stays as it is', () => {
  for (const text of ['', '{"city": "Ly', 'SELECT 1', ' ']) check(text, text)
})

test('absent arguments are empty, null is not', () => {
  check(undefined, '')
  check(null, 'null')
  check('null', 'null')
})

test('a text nested too deep to be written again stays as it is', () => {
  const deep = '['.repeat(100_000) + ']'.repeat(100_000)
  check(deep, deep)
})

test('a very long text stays as it is', () => {
  const long = `[ "${'x'.repeat(1024 * 1024)}" ]`
  check(long, long)
})

test('half a character stays escaped', () => check('{"a": "\\ud800"}', '{"a":"\\ud800"}'))
