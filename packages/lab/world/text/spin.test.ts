/** Wordings differ, and say nothing that is not in them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Random } from '../random.ts'
import { spin } from './spin.ts'

test('every alternative is drawn, nested and empty ones too, and slots stay', () => {
  const random = new Random('spin')
  const drawn = new Set(Array.from({ length: 200 }, () => spin(random, '[a|b[c|d]|]{slot}')))
  assert.deepEqual([...drawn].toSorted(), ['a{slot}', 'bc{slot}', 'bd{slot}', '{slot}'].toSorted())
})

test('a text without alternatives is itself', () => {
  assert.equal(spin(new Random('plain'), 'as it is'), 'as it is')
})
