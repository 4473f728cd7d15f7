// The JSON report is the contract's, byte for byte the same for equal reports.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkReport } from './check.ts'
import { emptyFinding, exampleFinding } from './example.fixture.ts'
import { renderJson } from './json.ts'

test('what is written can be read back and is sound', () => {
  for (const { report } of [exampleFinding, emptyFinding]) {
    const parsed: unknown = JSON.parse(renderJson(report))
    assert.deepEqual(parsed, report)
    assert.equal(checkReport(parsed), null)
  }
})

test('keys come in the order of the contract', () => {
  const { data, campaigns, ...rest } = JSON.parse(renderJson(exampleFinding.report))
  const { evidence, accounts, capabilities, ...campaign } = campaigns[0]
  assert.deepEqual(Object.keys({ ...rest, data, campaigns }), ['version', 'data', 'campaigns'])
  assert.deepEqual(Object.keys(data), ['from', 'to', 'interactions', 'accounts', 'duplicates', 'rejected'])
  assert.deepEqual(Object.keys(data.rejected[0]), ['reason', 'count', 'first_line'])
  assert.deepEqual(Object.keys({ ...campaign, capabilities, evidence, accounts }), [
    'id',
    'kind',
    'confidence',
    'first_seen',
    'last_seen',
    'detected_at',
    'interactions',
    'output_tokens',
    'control',
    'extraction',
    'deception',
    'capabilities',
    'evidence',
    'accounts',
  ])
  assert.deepEqual(Object.keys(capabilities), ['reasoning', 'code', 'agentic', 'grading', 'general'])
  assert.deepEqual(Object.keys(evidence[0]), ['signal', 'nats', 'statement', 'records'])
  assert.deepEqual(Object.keys(accounts[0]), [
    'account',
    'probability',
    'detected_at',
    'interactions',
    'interactions_after',
    'evidence',
  ])
})

test('the order in which an object was put together does not show', () => {
  const { report } = exampleFinding
  const reversed = { campaigns: report.campaigns, data: report.data, version: report.version }
  assert.equal(renderJson(reversed), renderJson(report))
})

test('it is indented by two spaces and ends in one line feed', () => {
  assert.match(renderJson(emptyFinding.report), /^\{\n  "version": 1,\n[^]*\}\n$/)
})
