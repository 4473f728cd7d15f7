// What is hidden inside words is kept; typography and other languages are not.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { artefacts, artefactsMax } from './artefact.ts'
import { HashList } from './hash-list.ts'
import { KeyedHash, secretBytes } from './keyed-hash.ts'

const hash = new KeyedHash(new Uint8Array(secretBytes).fill(3))

function found(...texts: readonly string[]): bigint[] {
  const into = new HashList()
  for (const text of texts) artefacts(hash, text, into)
  return into.values()
}

test('a zero-width space inside a word is an artefact, the same wherever the word stands', () => {
  assert.equal(found('Never say com\u200bpetitor here').length, 1)
  assert.deepEqual(found('Never say com\u200bpetitor here'), found('A Com\u200bpetitor!'))
})
test('where a word is broken tells artefacts apart', () =>
  assert.notDeepEqual(found('com\u200bpetitor'), found('comp\u200betitor')))
test('a Cyrillic letter in a Latin word is an artefact', () => {
  assert.equal(found('p\u0430ssword').length, 1)
  assert.equal(found('\u0441ompany').length, 1)
})

const innocent: readonly (readonly [what: string, text: string])[] = [
  ['plain text', 'Never say competitor here.'],
  ['a byte order mark at the beginning', '\ufeffHello there'],
  ['a zero-width space between words', 'Hello \u200b there'],
  ['Persian joiners', '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645'],
  ['emoji joiners', '\u{1f468}\u200d\u{1f469}'],
  ['a soft hyphen', 'com\u00adpetitor'],
  ['a Russian sentence', 'Объясните это, пожалуйста'],
  ['a Russian ending on a Latin name', 'Python\u043e\u043c и API\u0448\u043a\u0430'],
  ['a Greek letter in a formula', 'let α = 2β'],
]
for (const [what, text] of innocent) test(`${what} is no artefact`, () => assert.deepEqual(found(text), []))

test('of many artefacts the first are kept', () =>
  assert.equal(found('a\u200bb c\u200bd e\u200bf g\u200bh i\u200bj').length, artefactsMax))
