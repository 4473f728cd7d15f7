// Fillings of one template share segments wherever the slot stands; the material in the middle of a text counts for nothing.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HashList } from './hash-list.ts'
import { KeyedHash, secretBytes } from './keyed-hash.ts'
import { affixWords, segments, segmentsHeadMax, segmentsTailMax, skeleton } from './segment.ts'
import { Words } from './words.ts'

const hash = new KeyedHash(new Uint8Array(secretBytes).fill(7))

function wordsOf(text: string): Words {
  const words = new Words()
  words.add(text)
  return words
}

function segmentsOf(text: string): bigint[] {
  const into = new HashList()
  segments(hash, wordsOf(text), into)
  return into.values()
}

function skeletonOf(text: string): bigint {
  skeleton(hash, wordsOf(text))
  return hash.value()
}

const common = (a: string, b: string): number => segmentsOf(a).filter((one) => segmentsOf(b).includes(one)).length

const templates: readonly (readonly [slot: string, template: string])[] = [
  ['at the end', 'Solve the problem step by step. Problem: {}'],
  ['at the beginning', '{} Explain why in two sentences.'],
  ['between two lines', 'Grade the answer below.\n{}\nReply with a number only.'],
  ['in mid-sentence', 'Write me a short plan for {} that I can keep to'],
  ['after its first four words', 'Give me ten ideas about {}'],
  ['before its last four words', '{} in the simplest possible words'],
  ['twice', 'Translate {} into French. Keep {} as it is. Add nothing of your own.'],
  ['in Chinese', '请解答下面的问题，逐步写出推理过程。题目：{}'],
  ['in Russian', 'Переведи следующий текст на английский язык: {}'],
]
const fillings = ['a leaking radiator', 'the second-hand piano of my neighbour', '红灯 und 12 Äpfel']

for (const [slot, template] of templates)
  test(`a template with its slot ${slot} is recognised in every filling`, () => {
    const filled = fillings.map((filling) => template.replaceAll('{}', filling))
    for (const text of filled.slice(1)) assert.ok(common(filled[0]!, text) > 0, text)
  })

test('texts that have nothing in common share no segment', () => {
  assert.equal(common('How do I repot a cactus? It has grown.', 'Summarise the minutes below. Minutes: we met.'), 0)
})

test('numbers are slots', () => {
  assert.deepEqual(segmentsOf('Give me 3 ideas about bread.'), segmentsOf('Give me 250 ideas about bread.'))
})

test('what stands in the middle of a long text leaves no segment', () => {
  const sentence = (i: string): string => `Here is sentence ${i} of the material.`
  const head = ['one', 'two', 'three'].map(sentence).join(' ')
  const tail = ['nine', 'ten'].map(sentence).join(' ')
  const long = (middle: string): string => `${head} ${middle} ${tail}`
  const found = segmentsOf(long(['a', 'b', 'c', 'd', 'e'].map(sentence).join(' ')))
  assert.ok(found.length <= segmentsHeadMax + segmentsTailMax + 2)
  assert.deepEqual(found, segmentsOf(long('Quite another middle that is nowhere else.')))
})

const kept: readonly (readonly [what: string, text: string, segments: number])[] = [
  ['a sentence of two words is none', 'Thank you. That helped a lot.', 1],
  ['a label may be a single word', 'Input: x', 1],
  ['but not when it fills its line', 'Input:\nx', 0],
  ['a line of two words is one', 'Best regards\nAna', 1],
  ['the same sentence twice counts once', 'Think it through. Think it through.', 1],
  ['eight words have two affixes beside their sentence', 'one two three four five six seven eight.', 3],
  ['nothing has none', '', 0],
]

for (const [what, text, count] of kept) test(what, () => assert.equal(segmentsOf(text).length, count))

test(`the first ${affixWords} words do not pass for a sentence, nor for the last ${affixWords}`, () => {
  assert.equal(common('alpha beta gamma delta', 'alpha beta gamma delta and then so on to the end of it'), 0)
  assert.equal(common('a b c d one two three four', 'one two three four a b c d'), 0)
})

test('the skeleton is the first segment and the labels: fillings agree, other labels do not', () => {
  const filled = (text: string): string => `Mark the essay.\nEssay: ${text}\nRubric: clarity`
  assert.equal(skeletonOf(filled('On bees.')), skeletonOf(filled('On 30 years of rain and of what it left')))
  assert.notEqual(skeletonOf(filled('On bees.')), skeletonOf('Mark the essay.\nEssay: On bees.\nVerdict: clarity'))
})
