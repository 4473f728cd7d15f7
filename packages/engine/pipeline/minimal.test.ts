// Records with nothing but what is required still give the operator away, and the report says what was lacking.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hunt, membersOf, operatorAccounts, put, scratch, world } from './hunt.fixture.ts'

const stripped = world.records.map(({ id, ts, account, dialect, model, request, status }) =>
  JSON.stringify({ id, ts, account, dialect, model, request, status }),
)

test('with required fields only, the operator is found and the silent signals are named', async (t) => {
  const finding = await hunt([put(scratch(t), 'a.jsonl', stripped.join('\n'))])
  assert.deepEqual(membersOf(finding, 'extraction'), [operatorAccounts])
  assert.deepEqual(finding.report.data.rejected, [])
  const lacked = finding.lacked.join('\n')
  assert.match(lacked, /No record has a response: output-echo was silent/)
  assert.match(lacked, /No record has client fields .*: shared-client /)
  assert.match(lacked, /No account registry was given .*: shared-identity was silent/)
})

test('with every field there is, nothing is said to be lacking', async (t) => {
  const folder = scratch(t)
  const log = put(folder, 'a.jsonl', world.records.map((record) => JSON.stringify(record)).join('\n'))
  const [one, ...others] = world.accounts.filter(({ account }) => !operatorAccounts.includes(account))
  const registry = [{ ...one!, org: 'org-open' }, ...others]
  const accounts = put(folder, 'accounts.jsonl', registry.map((line) => JSON.stringify(line)).join('\n'))
  assert.deepEqual((await hunt([log], { accounts })).lacked, [])
})
