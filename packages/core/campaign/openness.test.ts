// A team on its own domain is open; bulk registration and everybody's mail provider are not.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Traits } from '../link.ts'
import { opennessOf } from './openness.ts'

const kind = (aspect: string) =>
  ({ signal: 'shared-identity', aspect, family: 'identity', weight: 1, opensPairs: false }) as const
const traits = new Traits(
  [kind('e-mail domain'), kind('payment instrument')],
  [
    { kind: 0, key: '1', accounts: [0, 1, 2], uses: [1, 1, 1] },
    { kind: 0, key: '2', accounts: [3, 4, 10, 11, 12, 13, 14], uses: [1, 1, 1, 1, 1, 1, 1] },
    { kind: 1, key: '3', accounts: [5, 6, 7], uses: [1, 1, 1] },
  ],
  20,
)

test('all on one rare domain: open', () => assert.equal(opennessOf(new Set([0, 1, 2]), traits), 1))
test('a part of them on it: open by that part', () => assert.equal(opennessOf(new Set([0, 1, 2, 8]), traits), 0.75))
test('a domain that more others have: not open', () => assert.equal(opennessOf(new Set([3, 4]), traits), 0))
test('one card for all: not open, that is bulk registration', () =>
  assert.equal(opennessOf(new Set([5, 6, 7]), traits), 0))
test('nobody: not open', () => assert.equal(opennessOf(new Set(), traits), 0))
