// The comparison is the same every time, favours the others where it can, and is shown within 80 columns.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TrafficReader } from '../baseline.ts'
import type { ScoredReport } from '../score.ts'
import { generateWorld, smallSpec } from '../world.ts'
import { compare, renderMarkdown, renderPicture, renderTable } from '../comparison.ts'

const world = generateWorld(smallSpec)
const members = world.labels.filter(({ kind }) => kind === 'extraction').map(({ account }) => account)
const others = world.labels.filter(({ kind }) => kind === 'benign').map(({ account }) => account)

function read(reseller?: string): ReturnType<TrafficReader['finish']> {
  const reader = new TrafficReader()
  for (const record of world.records) reader.addRecord(JSON.stringify(record))
  for (const account of world.accounts)
    reader.addAccount(JSON.stringify(account.account === reseller ? { ...account, reseller: true } : account))
  return reader.finish()
}

const traffic = read()
const report = (accounts: readonly string[], probability = 0.9): ScoredReport => ({
  campaigns: [
    {
      id: 'c-1',
      kind: 'extraction',
      detected_at: '2026-06-05T00:00:00Z',
      accounts: accounts.map((account) => ({ account, probability })),
    },
    { id: 'c-2', kind: 'coordinated', detected_at: '2026-06-05T00:00:00Z', accounts: [] },
  ],
})
const comparison = await compare(traffic, world.labels, report([...members.slice(0, 6), others[0]!]))

test('the detector is measured at its own threshold, and first among the methods', async () => {
  const { detector, methods } = comparison
  assert.deepEqual([detector.recall, detector.precision, detector.benign], [6 / 8, 6 / 7, 1])
  assert.deepEqual([methods[0]!.name, methods[0]!.benignAtDetectorRecall], ['Stillhunt', 1])
  assert.equal((await compare(traffic, world.labels, report(members, 0.4))).detector.recall, 0)
  assert.equal(methods.length, 16)
})

test('what there was to find is counted over accounts that sent something and have a label', async () => {
  const { world: counted } = comparison
  assert.deepEqual([counted.extraction, counted.campaigns, counted.unlabelled], [8, 1, 0])
  const stranger = { ...world.labels[0]!, account: 'never-seen' }
  const fewer = (await compare(traffic, [...world.labels.slice(1), stranger], report(members))).world
  assert.deepEqual([fewer.unlabelled, fewer.accounts], [1, counted.accounts])
})

test('every figure is the best of its settings, so that a higher precision never finds more', () => {
  for (const { name, at99, at90, settings, best } of comparison.methods) {
    assert.ok(at99.recall <= at90.recall, name)
    assert.ok(settings === 1 || settings >= 4, name)
    assert.ok(
      Object.values(best).every((setting) => setting !== ''),
      name,
    )
  }
})

test('a declared reseller is in no ranking', async () => {
  const found = await compare(read(members[0]), world.labels, report(members))
  for (const { name, at90 } of found.methods.slice(1)) assert.ok(at90.recall <= 7 / 8, name)
})

test('the same world gives the same bytes', async () => {
  const again = await compare(read(), world.labels, report([...members.slice(0, 6), others[0]!]))
  assert.equal(JSON.stringify(again), JSON.stringify(comparison))
})

test('the table has 80 columns and a row for every method, in plain letters where asked', () => {
  const table = renderTable(comparison, { columns: 80, unicode: true })
  assert.ok(table.split('\n').every((line) => [...line].length <= 80))
  for (const { name } of comparison.methods) assert.match(table, new RegExp(`^${name} .*\\d$`, 'm'))
  assert.match(
    table.replaceAll(/\s+/g, ' '),
    /precision 85\.7 %, recall 75\.0 %, 1 of 1 campaign, 1 benign account named/,
  )
  assert.match(renderTable(comparison, { columns: 80, unicode: false }), /^[\n -~]+$/)
})

test('the document has a row for every method, as wide as its head', () => {
  const rows = renderMarkdown(comparison).trim().split('\n')
  assert.equal(rows.length, comparison.methods.length + 2)
  assert.equal(new Set(rows.map((row) => row.split('|').length)).size, 1)
})

test('the picture is one well-formed file that asks for nothing and says everything in letters too', () => {
  const picture = renderPicture(comparison)
  assert.doesNotMatch(picture, /href|url\(|<script|<image|NaN|undefined|&(?!amp;)/)
  for (const { name } of comparison.methods) assert.ok(picture.includes(`>${name}<`), name)
  const open: string[] = []
  for (const [, close, tag, self] of picture.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
    if (self === '/') continue
    if (close === '/') assert.equal(open.pop(), tag)
    else open.push(tag!)
  }
  assert.deepEqual(open, [])
  assert.match(picture, /prefers-color-scheme: dark/)
})
