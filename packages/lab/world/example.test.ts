/** The example world is small enough to look through and has what the README promises. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exampleSpec, generateWorld } from '../world.ts'

test('the example has two extraction campaigns, one reseller and their innocent look-alikes', () => {
  const { records, accounts, labels } = generateWorld(exampleSpec)
  assert.ok(records.length >= 3000 && records.length <= 5000, `${records.length} interactions`)
  assert.ok(accounts.length >= 150 && accounts.length <= 250, `${accounts.length} accounts`)
  const campaigns = (kind: string): Set<string | null> =>
    new Set(labels.filter((label) => label.kind === kind).map(({ campaign }) => campaign))
  assert.deepEqual(campaigns('extraction'), new Set(['ashford', 'birchwood']))
  assert.deepEqual(campaigns('resale'), new Set(['greenway']))
  assert.deepEqual(new Set(labels.flatMap(({ group }) => group ?? [])), new Set(['economic-history', 'transcript']))
})
