/** People ask in their own words, and answers share words but hardly ever lines. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Random } from '../random.ts'
import { fill } from './fill.ts'
import { lexicons, question, sentence } from './prose.ts'

for (const lexicon of Object.values(lexicons)) {
  test(`questions in ${lexicon.language} seldom repeat`, () => {
    const random = new Random(lexicon.language)
    const asked = Array.from({ length: 300 }, () => question(random, lexicon, random.pick(lexicon.topics)))
    assert.ok(new Set(asked).size > 250)
  })

  test(`sentences in ${lexicon.language} hardly ever repeat`, () => {
    const random = new Random(lexicon.language)
    const said = Array.from({ length: 3000 }, () => sentence(random, lexicon))
    assert.ok(new Set(said).size >= 2995)
  })
}

test('a slot without a value is an error, not an empty place', () => {
  assert.throws(() => fill('about {topic}', {}), /topic/)
})
