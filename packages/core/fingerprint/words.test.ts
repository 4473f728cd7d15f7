// Text falls into words in any script, numbers are masked, and ends of sentences, labels and lines are told apart.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Boundary, numberWord, Words, wordsMax } from './words.ts'

function wordsOf(...texts: readonly string[]): Words {
  const words = new Words()
  for (const text of texts) words.add(text)
  return words
}

const hashesOf = (text: string): number[] => {
  const words = wordsOf(text)
  return [...words.hash.subarray(0, words.count)]
}

const counts: readonly (readonly [what: string, text: string, words: number])[] = [
  ['English', 'one two three', 3],
  ['an apostrophe', "don't stop", 3],
  ['Latin with accents', 'naïve café', 2],
  ['Cyrillic', 'Привет, мир!', 2],
  ['Arabic', 'مرحبا بالعالم', 2],
  ['Korean', '한국어 문장', 2],
  ['Chinese, a word a character', '今天天气很好。', 6],
  ['Japanese, a word a character', 'すし と ラーメン', 7],
  ['Thai, a word a character', 'สวัสดี', 6],
  ['Chinese with English in it', '用 Python 写', 3],
  ['an identifier', 'snake_case camelCase', 2],
  ['emoji', '👍 ok 🎉', 1],
  ['nothing but marks', '… — ### ---', 0],
  ['nothing', '', 0],
]

for (const [what, text, expected] of counts)
  test(`${what}: ${JSON.stringify(text)} has ${expected} words`, () => assert.equal(wordsOf(text).count, expected))

const folded: readonly (readonly [string, string])[] = [
  ['Write A Poem', 'write a poem'],
  ['ÀÉÎ ÖÜ', 'àéî öü'],
  ['ΑΒΓ', 'αβγ'],
  ['НАПИШИ', 'напиши'],
]

for (const [upper, lower] of folded)
  test(`case does not count: ${upper}`, () => assert.deepEqual(hashesOf(upper), hashesOf(lower)))

test('different words have different hashes', () => {
  const words = 'ab ba abc acb 你 好 написать напиши a1 a2'.split(' ')
  assert.equal(new Set(words.flatMap(hashesOf)).size, words.length)
})

test('a word with a digit is masked, every other word is itself', () => {
  const words = wordsOf('page 12 of v3beta and ３ x')
  const masked = [...words.masked.subarray(0, words.count)].map((word) => word === numberWord)
  assert.deepEqual(masked, [false, true, false, true, false, true, false])
  for (const [i, isMasked] of masked.entries()) if (!isMasked) assert.equal(words.masked[i], words.hash[i])
})

const boundaries: readonly (readonly [what: string, text: string, afterEachWord: string])[] = [
  ['a stop ends a sentence', 'Go on. Now', '-sl'],
  ['question and exclamation marks do', 'Why? No! So', 'ssl'],
  ['a colon ends a label', 'Text: so', 'cl'],
  ['a line feed ends a line', 'one two\nthree', '-ll'],
  ['a number with a point ends nothing', 'pi is 3.14 roughly', '----l'],
  ['an address ends nothing', 'see http://a.example/b now', '-----l'],
  ['quotes may close a sentence', 'He said "stop." and left', '--s-l'],
  ['full-width marks end without white space', '完成。好', '-sl'],
  ['a full-width colon ends a label', '题目：好', '-cl'],
  ['the stronger end holds', 'done.\nnext', 'll'],
  ['a text ends its last line', 'end', 'l'],
]

const letterOf = { [Boundary.none]: '-', [Boundary.sentence]: 's', [Boundary.label]: 'c', [Boundary.line]: 'l' }

for (const [what, text, expected] of boundaries)
  test(`${what}: ${JSON.stringify(text)}`, () => {
    const words = wordsOf(text)
    const found = [...words.boundary.subarray(0, words.count)].map((kind) => letterOf[kind as 0 | 1 | 2 | 3])
    assert.equal(found.join(''), expected)
  })

test('a second text begins on a new line', () => {
  const words = wordsOf('first part', 'second')
  assert.deepEqual([...words.boundary.subarray(0, 3)], [Boundary.none, Boundary.line, Boundary.line])
})

test('what follows the last word that is kept changes nothing but the mark that there was more', () => {
  const full = 'word '.repeat(wordsMax)
  const whole = wordsOf(full.trim())
  const cut = wordsOf(`${full} 12 more. And more: x`)
  assert.equal(whole.count, wordsMax)
  assert.equal(whole.cut, false)
  assert.equal(cut.cut, true)
  assert.equal(cut.count, wordsMax)
  assert.deepEqual(cut.hash, whole.hash)
})

test('cleared words are as good as new', () => {
  const words = wordsOf('{ some; code } 12', '今天')
  words.clear()
  words.add('a b')
  const fresh = wordsOf('a b')
  for (const name of ['count', 'cut', 'units', 'digits', 'codeMarks', 'mathMarks', 'ideographs'] as const)
    assert.equal(words[name], fresh[name], name)
  assert.deepEqual(words.boundary.subarray(0, 2), fresh.boundary.subarray(0, 2))
})
