// Text is measured as terminals show it, and fits where it is put.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOSTILE_ACCOUNTS } from '../example.fixture.ts'
import { printable } from '../printable.ts'
import { fit, fitMiddle, pad, textWidth, wrap } from './fit.ts'

const TEXTS = [
  ...HOSTILE_ACCOUNTS.map((text) => printable(text)),
  'several plain words and one 日本語のとても長い単語 here',
  '',
]

test('wide characters take two columns, accents none', () => {
  assert.deepEqual(['abc', '日本', 'e\u0301', '👍🏽'].map(textWidth), [3, 4, 1, 2])
})

test('nothing that was fitted or wrapped is too wide', () => {
  for (const text of TEXTS) {
    for (let columns = 2; columns < 70; columns += 1) {
      for (const ellipsis of ['…', '...']) {
        assert.ok(textWidth(fit(text, columns, ellipsis)) <= columns, `fit ${text} ${columns}`)
        assert.ok(textWidth(fitMiddle(text, columns, ellipsis)) <= columns, `fitMiddle ${text} ${columns}`)
      }
      for (const line of wrap(text, columns)) assert.ok(textWidth(line) <= columns, `wrap ${text} ${columns}`)
    }
  }
})

test('wrapping loses nothing but the spaces it breaks at', () => {
  for (const text of TEXTS) assert.equal(wrap(text, 9).join('').replaceAll(' ', ''), text.replaceAll(' ', ''))
})

test('what fits is left alone', () => {
  assert.equal(fit('abc', 3, '…'), 'abc')
  assert.equal(fitMiddle('abc', 3, '…'), 'abc')
  assert.deepEqual(wrap('one two', 7), ['one two'])
})

test('the middle goes, the ends stay', () =>
  assert.equal(fitMiddle('acct-0000000-end', 9, '…'), 'acct-…-end'.slice(0, 4) + '…-end'))

test('padding counts columns, not characters', () => {
  assert.equal(pad('日', 4, 'right'), '日  ')
  assert.equal(pad('7', 3, 'left'), '  7')
})
