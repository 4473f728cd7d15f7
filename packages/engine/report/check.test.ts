// A report that breaks the contract is told where it does first.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkReport } from './check.ts'
import { exampleFinding } from './example.fixture.ts'

/** A sound report as plain JSON with one value replaced; `undefined` takes the field away. */
function withValue(path: readonly (string | number)[], value: unknown): unknown {
  const root: unknown = JSON.parse(JSON.stringify(exampleFinding.report))
  const parent = path.slice(0, -1).reduce((at, key) => (at as Record<string, unknown>)[key], root)
  const last = path.at(-1) ?? ''
  if (value === undefined) delete (parent as Record<string, unknown>)[last]
  else (parent as Record<string, unknown>)[last] = value
  return root
}

const FAULTS: readonly (readonly [path: readonly (string | number)[], value: unknown, at: string, because: RegExp])[] =
  [
    [['version'], 2, '$.version', /version 1, found 2/],
    [['campaigns'], undefined, '$.campaigns', /found none/],
    [['data', 'from'], 'yesterday', '$.data.from', /RFC 3339 time, found "yesterday"/],
    [['data', 'from'], '2027-01-01T00:00:00Z', '$.data', /from not after to/],
    [['data', 'to'], null, '$.data', /null both/],
    [['data', 'interactions'], 1.5, '$.data.interactions', /whole number/],
    [['data', 'rejected', 0, 'first_line'], 0, '$.data.rejected[0].first_line', /from 1 on/],
    [['campaigns', 0, 'id'], '7', '$.campaigns[0].id', /"c-"/],
    [['campaigns', 1, 'id'], 'c-e1900b3a', '$.campaigns', /id once/],
    [['campaigns', 0, 'kind'], 'spam', '$.campaigns[0].kind', /one of extraction, resale, coordinated, found "spam"/],
    [['campaigns', 2, 'confidence'], 99, '$.campaigns[2].confidence', /from 0 to 1, found 99/],
    [['campaigns', 0, 'first_seen'], '2026-07-01T00:00:00Z', '$.campaigns[0]', /not after last_seen/],
    [['campaigns', 0, 'capabilities', 'code'], 0.5, '$.campaigns[0].capabilities', /add up to 1/],
    [['campaigns', 2, 'evidence', 4, 'nats'], 99, '$.campaigns[2].evidence', /strongest first/],
    [
      ['campaigns', 2, 'evidence', 0, 'records'],
      'rec-1',
      '$.campaigns[2].evidence[0].records',
      /an array, found "rec-1"/,
    ],
    [['campaigns', 1, 'accounts', 3, 'probability'], null, '$.campaigns[1].accounts[3].probability', /found null/],
    [['campaigns', 1, 'accounts', 3, 'interactions_after'], 1e6, '$.campaigns[1].accounts[3]', /after detection/],
    [['campaigns', 0, 'accounts', 1, 'account'], 'team-0', '$.campaigns[0]', /each account once/],
  ]

for (const [path, value, at, because] of FAULTS) {
  test(`${path.join('.')} = ${JSON.stringify(value)} is a fault at ${at}`, () => {
    const fault = checkReport(withValue(path, value))
    assert.equal(fault?.path, at)
    assert.match(fault.because, because)
  })
}

test('of two faults the first is named', () => {
  const report = withValue(['campaigns', 0, 'kind'], 'spam') as { version: number }
  report.version = 3
  assert.equal(checkReport(report)?.path, '$.version')
})

test('fields that the contract does not name are passed over', () => {
  assert.equal(checkReport(withValue(['data', 'generator'], 'stillhunt 9')), null)
})

test('anything at all is looked at without throwing', () => {
  for (const value of [null, undefined, 1, 'text', [], {}, () => 0, { version: 1, data: [] }]) {
    assert.notEqual(checkReport(value), null)
  }
})
