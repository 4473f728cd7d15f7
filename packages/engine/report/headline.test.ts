// The headline of a campaign can be understood without knowing how it was found.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exampleFinding } from './example.fixture.ts'
import { containment, headline } from './headline.ts'
import type { CampaignEntry, CampaignKind } from './report.ts'

const { campaigns, data } = exampleFinding.report

function campaignOf(kind: CampaignKind): CampaignEntry {
  const found = campaigns.find((campaign) => campaign.kind === kind)
  assert.ok(found)
  return found
}

function check(campaign: CampaignEntry, wanted: string): void {
  assert.equal(headline(campaign).replaceAll('\u00a0', ' '), wanted)
}

test('an extraction campaign says what is harvested', () => {
  check(
    campaignOf('extraction'),
    '32 accounts are run by one hidden operator harvesting reasoning and code: 4,464 interactions in 2.4 days, ' +
      'confidence 99.2 %.',
  )
})

test('an even mix is not called by its largest part', () => {
  const capabilities = { reasoning: 0.1, code: 0.1, agentic: 0.1, grading: 0.1, general: 0.6 }
  assert.match(headline({ ...campaignOf('extraction'), capabilities }), /harvesting answers of many kinds:/)
})

test('a resale campaign says so', () => {
  assert.match(headline(campaignOf('resale')), /^18 accounts are run by one hidden operator reselling access: /)
})

test('a coordinated group is not accused', () => {
  assert.match(headline(campaignOf('coordinated')), /^6 accounts are linked, without extraction or resale: /)
})

test('containment is told for a backtest and not for what was named at the end of the data', () => {
  const told = containment(campaignOf('extraction'), data)?.replaceAll('\u00a0', ' ')
  assert.match(told ?? '', /named at 2026-06-02 02:00 UTC, 20 h after .* denied 2,973 of its interactions \(67 %\)\.$/)
  assert.equal(containment(campaignOf('coordinated'), data), null)
})
