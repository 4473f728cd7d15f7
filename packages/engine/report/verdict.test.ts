// One line sums a report up, and says as plainly what it does not prove.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyFinding, exampleFinding, quietFinding } from './example.fixture.ts'
import type { Finding } from './report.ts'
import { verdict } from './verdict.ts'

function coordinatedOnly(): Finding {
  const campaigns = exampleFinding.report.campaigns.filter(({ kind }) => kind === 'coordinated')
  return { ...exampleFinding, report: { ...exampleFinding.report, campaigns } }
}

test('campaigns are counted by kind, what harms most first', () => {
  const { outcome, title, meaning } = verdict(exampleFinding)
  assert.equal(outcome, 'claims')
  assert.equal(title, '1 extraction campaign, 1 resale campaign, 1 coordinated group')
  assert.match(meaning, /^50 of 25,031 accounts sent 68,639 interactions .* for 2 hidden operators\.$/)
})

test('nothing found is not called proof of absence', () => {
  const { outcome, title, meaning } = verdict(quietFinding)
  assert.deepEqual([outcome, title], ['no claim', 'No campaign found'])
  assert.match(meaning, /no proof that there is none/)
  assert.doesNotMatch(meaning, /lacking/)
})

test('a coordinated group alone is no campaign', () => {
  const { outcome, title, meaning } = verdict(coordinatedOnly())
  assert.deepEqual([outcome, title], ['no claim', 'No campaign found, 1 coordinated group'])
  assert.match(meaning, /lacking/)
})

test('nothing read says nothing about anybody', () => assert.equal(verdict(emptyFinding).outcome, 'nothing read'))
