// The keyed hash is SipHash underneath, separates domains and keys, and ignores white space.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Domain, KeyedHash, secretBytes } from './keyed-hash.ts'

const ascending = (from: number): Uint8Array => Uint8Array.from({ length: secretBytes }, (_, i) => from + i)
const word = (from: number): number => from | ((from + 1) << 8) | ((from + 2) << 16) | ((from + 3) << 24)

test('the finishing step is SipHash: the reference vector for sixteen bytes, SipHash-2-4', () => {
  const hash = new KeyedHash(ascending(0))
  hash.siphash(word(0), word(4), word(8), word(12), 2, 4)
  assert.equal(hash.value(), 0x3f2acc7f57c29bdbn)
})

test('white space does not count, everything else does', () => {
  const hash = new KeyedHash(ascending(3))
  assert.equal(hash.text(Domain.chain, 'a b\n c'), hash.text(Domain.chain, 'abc'))
  assert.notEqual(hash.text(Domain.chain, 'abd'), hash.text(Domain.chain, 'abc'))
  assert.notEqual(hash.text(Domain.chain, 'ab'), hash.text(Domain.chain, 'abc'))
})

test('another domain or another secret gives unrelated values', () => {
  const hash = new KeyedHash(ascending(3))
  assert.notEqual(hash.text(Domain.chain, 'abc'), hash.text(Domain.token, 'abc'))
  assert.notEqual(hash.text(Domain.chain, 'abc'), new KeyedHash(ascending(4)).text(Domain.chain, 'abc'))
})

test('a hundred thousand short texts do not collide', () => {
  const hash = new KeyedHash(ascending(9))
  const seen = new Set<bigint>()
  for (let i = 0; i < 100_000; i += 1) seen.add(hash.text(Domain.token, `call_${i}`))
  assert.equal(seen.size, 100_000)
})

test('a secret of the wrong length is refused', () => {
  assert.throws(() => new KeyedHash(new Uint8Array(16)), /secret has 16 bytes, needs 32/)
})
