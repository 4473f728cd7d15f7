/** Shows that an object is read field by field, and that a fault says where it is, counted from the object. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault, objectReader, readFlag, readId, readQuantity, readText, wordReader } from './field.ts'

interface Inner {
  readonly flag?: boolean
}

interface Outer {
  readonly name: string
  readonly size?: number
  readonly colour?: 'red' | 'blue'
  readonly inner?: Inner
}

const readInner = objectReader<Inner>({ flag: ['is_flag', readFlag] })
const readOuter = objectReader<Outer>({
  name: ['name', readId, 'required'],
  size: ['size_mm', readQuantity],
  colour: ['colour', wordReader(['red', 'blue'])],
  inner: ['inner', readInner],
})

function check(value: unknown, expected: Outer | string): void {
  const read = readOuter(value)
  assert.deepEqual(read instanceof Fault ? `${read.reason}; ${read.detail}` : read, expected)
}

test('fields are read under their own names', () =>
  check(
    { name: 'n', size_mm: 3, colour: 'red', inner: { is_flag: true }, size: 9 },
    { name: 'n', size: 3, colour: 'red', inner: { flag: true } },
  ))

test('what is absent, null, unknown or impossible is left out', () => {
  check({ name: 'n', size_mm: -1, colour: 'pink', inner: null }, { name: 'n' })
  check({ name: 'n', inner: { is_flag: null } }, { name: 'n', inner: {} })
})

test('the first fault in the order of the table is named with its path', () => {
  check({ colour: 1 }, 'missing field; name: found nothing')
  check({ name: 'n', inner: { is_flag: 'no' }, size_mm: '3' }, 'wrong type; size_mm: found string, not a number')
  check({ name: 'n', inner: { is_flag: 'no' } }, 'wrong type; inner.is_flag: found string, not true or false')
  check({ name: 'n', inner: [] }, 'wrong type; inner: found array, not an object')
})

test('what is no object at all is a fault without a path', () => {
  for (const [value, type] of [
    [null, 'null'],
    [[], 'array'],
    ['x', 'string'],
    [1, 'number'],
  ] as const) {
    check(value, `wrong type; found ${type}, not an object`)
  }
})

test('a fault never holds the value that it is about', () => {
  const fault = readText({ secret: 'sk-1234' })
  assert.ok(fault instanceof Fault && !fault.detail.includes('sk-1234'))
})
