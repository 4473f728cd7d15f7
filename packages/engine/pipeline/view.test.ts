// Where accounts are more than there is room for, those are looked at that have most in common with others, and it is said.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { hunt, lines, membersOf, operatorAccounts, put, scratch, world } from './hunt.fixture.ts'
import { inspect } from './inspection.ts'

const recordsOf = Map.groupBy(world.records, ({ account }) => account)
const accountsMax = 40

test('the operator is found among those for whom there is room, and the others are counted', async (t) => {
  const finding = await hunt([put(scratch(t), 'a.jsonl', lines.join('\n'))], { accountsMax })
  assert.deepEqual(membersOf(finding, 'extraction'), [operatorAccounts])
  const { accounts, interactions } = finding.report.data
  assert.deepEqual([accounts, interactions], [recordsOf.size, world.records.length])
  const said = `${recordsOf.size - accountsMax} of ${recordsOf.size}, .* room for ${accountsMax}$`
  assert.match(finding.notes.map(({ note }) => note).join(), new RegExp(`^${said}`))
})

test('with room for all nothing is said', async (t) => {
  const log = put(scratch(t), 'a.jsonl', lines.join('\n'))
  assert.deepEqual((await hunt([log], { accountsMax: recordsOf.size })).notes, [])
})

test('who is asked for an account that was left out is told so', async (t) => {
  const folder = scratch(t)
  const data = join(folder, 'data')
  await hunt([put(folder, 'a.jsonl', lines.join('\n'))], { data, accountsMax })
  const [least] = [...recordsOf].toSorted(([, some], [, others]) => some.length - others.length)[0]!
  const reasons: string[] = []
  for (const name of [operatorAccounts[0]!, least, 'nobody']) {
    // One after the other: a data folder is one process's and one look's at a time.
    const answer = await inspect(data, name, { accountsMax })
    reasons.push(answer.ok ? 'found' : answer.reason)
  }
  assert.deepEqual(reasons, ['found', 'out of view', 'unknown name'])
})
