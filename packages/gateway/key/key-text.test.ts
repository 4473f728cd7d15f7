// A key is told from everything else by its look and its checksum, and its id is not secret.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hashOfKey, idOfKey, keyIdPattern, keyPattern, mintKey } from './key-text.ts'

test('keys are of one length, found in text by one expression, and differ', () => {
  const keys = Array.from({ length: 1000 }, mintKey)
  assert.equal(new Set(keys).size, 1000)
  for (const key of keys) {
    assert.equal(key.length, 54)
    assert.deepEqual(keyPattern.exec(`api_key = "${key}";`)?.[0], key)
    assert.match(idOfKey(key)!, keyIdPattern)
    assert.ok(key.startsWith(idOfKey(key)!))
    assert.doesNotMatch(idOfKey(key)!, keyPattern)
  }
})

test('a key that is published stays a key: format and checksum do not change', () => {
  // The checksum was computed by Python's zlib.
  const body = 'shk_0123456789abABCDEFGHIJKLMNOPQRSTUVWXYZ012345'
  assert.equal(idOfKey(body + '1tDqJn'), 'shk_0123456789ab')
})

test('no wrong, missing, added or swapped character passes', () => {
  const key = mintKey()
  for (let at = 0; at < key.length; at += 1) {
    const other = key[at] === 'a' ? 'b' : 'a'
    assert.equal(idOfKey(key.slice(0, at) + other + key.slice(at + 1)), undefined)
    assert.equal(idOfKey(key.slice(0, at) + key.slice(at + 1)), undefined)
    assert.equal(idOfKey(key.slice(0, at) + other + key.slice(at)), undefined)
    const [a, b] = [key[at], key[at + 1]]
    if (b !== undefined && a !== b) assert.equal(idOfKey(key.slice(0, at) + b + a + key.slice(at + 2)), undefined)
  }
  for (const text of ['', 'shk_', ` ${key}`, `${key}\n`, key.toUpperCase(), key.repeat(2), 'x'.repeat(54)])
    assert.equal(idOfKey(text), undefined)
})

test('what is stored is what sha256sum says', () => {
  assert.equal(
    hashOfKey('hello world').toString('hex'),
    'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9',
  )
})
