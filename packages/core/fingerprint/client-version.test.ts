// Versions of one program can be compared; what has no version is absent.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Client } from '../interaction.ts'
import { clientVersion } from './client-version.ts'
import { KeyedHash, secretBytes } from './keyed-hash.ts'

const hash = new KeyedHash(new Uint8Array(secretBytes).fill(5))
const of = (client: Client | undefined): ReturnType<typeof clientVersion> => clientVersion(hash, client)

test('later versions of one program are higher', () => {
  const versions = ['tool/0.9.12', 'tool/0.55.1', 'tool/1.0.57', 'tool/1.2', 'tool/2'].map((sdk) => of({ sdk }))
  assert.equal(new Set(versions.map(({ product }) => product)).size, 1)
  const numbers = versions.map(({ version }) => version)
  assert.deepEqual(
    numbers,
    numbers.toSorted((a, b) => a - b),
  )
  assert.equal(new Set(numbers).size, 5)
})
test('the SDK goes before the user agent', () => {
  assert.equal(of({ sdk: 'a/1.2.3', userAgent: 'b/4.5.6' }).version, 1_002_003)
  assert.equal(of({ userAgent: 'AsyncOpenAI/Python 2.9.0' }).version, 2_009_000)
})
test('browsers and clients without a version are absent', () => {
  for (const userAgent of ['Mozilla/5.0 (X11; Linux)', 'curl', '', 'version 3'.slice(8)])
    assert.deepEqual(of({ userAgent }), { product: 0n, version: 0 })
  assert.deepEqual(of(undefined), { product: 0n, version: 0 })
})
