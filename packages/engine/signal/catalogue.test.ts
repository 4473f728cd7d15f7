// The catalogue names every signal once, as what it is.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { catalogue } from './catalogue.ts'
import { signals, testSignals } from './table.ts'

test('the catalogue and the table of signals have the same signals, of the same kinds', () => {
  const listed = catalogue.map(({ name, kind }) => `${kind} ${name}`).sort()
  const present = [...signals, ...testSignals].map(({ name, kind }) => `${kind} ${name}`).sort()
  assert.deepEqual(listed, present)
})
test('families and axes are those of the signals', () => {
  for (const { name, counts } of catalogue) {
    const trait = signals.find((signal) => signal.name === name)
    if (trait?.kind === 'trait')
      assert.deepEqual(new Set(counts.split(', ')), new Set(trait.traits.map(({ family }) => family)), name)
    const axis = testSignals.find((signal) => signal.name === name)?.axis
    if (axis !== undefined) assert.equal(counts, axis, name)
  }
})
test('tests have no weight and every line a reason', () => {
  for (const { kind, weight, reason } of catalogue) {
    assert.equal(weight === null, kind === 'test')
    assert.match(reason, /^\p{Lu}.*\.$/u)
  }
})

/** The table as the documents have it. */
function rendered(): string {
  const rows = catalogue.map(
    ({ name, kind, counts, weight, strength, reason }) =>
      `| \`${name}\` | ${kind} | ${counts} | ${weight ?? 'p-value'} | ${strength} | ${reason} |`,
  )
  return [
    '| signal | kind | counts for | weight, nats | strength | reason |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n')
}
test('docs/signals.md has the catalogue as it is', () => {
  const page = readFileSync(new URL('../../../docs/signals.md', import.meta.url), 'utf8')
  assert.ok(page.includes(rendered()), rendered())
})
