/** Own topics are hardly ever anybody else's. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Random } from '../random.ts'
import { withOwnTopics } from './own-topics.ts'
import { lexicons } from './prose.ts'

for (const lexicon of Object.values(lexicons))
  test(`of ten thousand topics in ${lexicon.language} nearly none comes twice`, () => {
    const { topics } = withOwnTopics(new Random(`topics ${lexicon.language}`), lexicon, 10_000)
    assert.ok(new Set(topics).size > 9900, String(new Set(topics).size))
  })
