/** Own topics are hardly ever anybody else's. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Random } from '../random.ts'
import { ownTopics, withOwnTopics } from './own-topics.ts'
import { lexicons, question } from './prose.ts'

for (const lexicon of Object.values(lexicons))
  test(`of ten thousand topics in ${lexicon.language} nearly none comes twice`, () => {
    const topics = ownTopics(new Random(`topics ${lexicon.language}`), lexicon, 10_000)
    assert.ok(new Set(topics).size > 9900, String(new Set(topics).size))
  })

for (const lexicon of Object.values(lexicons))
  test(`with own topics no sentence of a question in ${lexicon.language} is without one`, () => {
    const own = withOwnTopics(new Random('own'), lexicon, 3)
    assert.ok(own.questions.length >= 4, String(own.questions.length))
    const random = new Random('asked')
    const asked = Array.from({ length: 200 }, () => question(random, { ...own, greetings: own.topics }, own.topics[0]!))
    assert.ok(asked.every((text) => own.topics.some((topic) => text.includes(topic))))
  })
