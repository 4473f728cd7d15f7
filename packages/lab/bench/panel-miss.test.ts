/** An operator that is not named is told with what it was taken for. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ScoredReport } from '../score.ts'
import type { LabelLine } from '../world.ts'
import { missLines } from './panel-miss.ts'

const label = (account: string, campaign: string | null): LabelLine => ({
  account,
  archetype: campaign === null ? 'student' : 'campaign_member',
  campaign,
  kind: campaign === null ? 'benign' : 'extraction',
  hard: false,
  group: null,
})
const labels = [label('a', 'mill'), label('b', 'mill'), label('c', null), label('d', 'kiln')]
const world = { name: 'tiny', levels: { mill: 'E2', kiln: 'E5' } } as const

function reportOf(kind: ScoredReport['campaigns'][number]['kind'], accounts: readonly string[]): ScoredReport {
  const named = accounts.map((account) => ({ account, probability: 1 }))
  return { campaigns: [{ id: 'c-1', kind, detected_at: '2026-01-01T00:00:00Z', accounts: named }] }
}

test('named as another kind, and not seen', () => {
  assert.deepEqual(missLines(world, reportOf('coordinated', ['a', 'b', 'c']), labels), [
    'tiny: kiln (E5), 1 accounts: not seen',
    'tiny: mill (E2), 2 accounts: 2 in one called coordinated, with 1 of student',
  ])
})

test('an operator half of which is named as what it is is not told', () => {
  assert.deepEqual(missLines(world, reportOf('extraction', ['a', 'd']), labels), [])
})
